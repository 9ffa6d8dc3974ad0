import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { beginSession, formTokenOf, isFormToken, readSession } from "./session.ts";

function deps(publicUrl = "https://news.shop.example") {
  const clock = manualClock(1_000_000);
  let count = 0;
  return {
    clock,
    ids: idsFrom(clock, (size) => new Uint8Array(size).fill((count += 1))),
    secret: secretFrom(new Uint8Array(32).fill(3)),
    publicUrl,
  };
}
const claims = { customerId: 7, messageNumber: 42 };
const requestWith = (cookie: string) => new Request("https://x.example/", { headers: { cookie } });

describe("a preferences session", () => {
  it("is read back as it was begun, among other cookies", () => {
    const here = deps();
    const [pair = ""] = beginSession(here, claims).split(";");
    expect(readSession(here, requestWith(`a=1; ${pair}; b=2`))).toMatchObject(claims);
  });

  it("with any one character changed it opens nothing", () => {
    const here = deps();
    const [pair = ""] = beginSession(here, claims).split(";");
    const from = pair.indexOf("=") + 1;
    for (let index = from; index < pair.length; index += 1) {
      const other = pair[index] === "1" ? "2" : "1";
      const altered = `${pair.slice(0, index)}${other}${pair.slice(index + 1)}`;
      expect(readSession(here, requestWith(altered))).toBeUndefined();
    }
    for (const cookie of ["", "__Secure-preferences=", "__Secure-preferences=.", "preferences=1.2.3.4.5"]) {
      expect(readSession(here, requestWith(cookie))).toBeUndefined();
    }
  });

  it("each carries a form token of its own", () => {
    const here = deps();
    const [first, second] = [beginSession(here, claims), beginSession(here, claims)].map((line) =>
      readSession(here, requestWith(line.split(";", 1)[0] ?? "")),
    );
    if (first === undefined || second === undefined) throw new Error("A session is missing.");
    expect(isFormToken(here, first, formTokenOf(here, first))).toBe(true);
    expect(isFormToken(here, first, formTokenOf(here, second))).toBe(false);
  });

  it("on loopback without TLS it is a plain cookie of the same page", () => {
    expect(beginSession(deps("http://127.0.0.1:8787"), claims)).toMatch(
      /^preferences=\S+; Path=\/preferences; Max-Age=7200; HttpOnly; SameSite=Lax$/,
    );
  });
});
