import { describe, expect, it } from "vitest";
import { manualClock } from "#kernel/clock.ts";
import { mailHosts, type NameServers } from "./mail-hosts.ts";

type Said = { readonly mx: Awaited<ReturnType<NameServers["mx"]>>; readonly address: "some" | "none" | "unknown" };

function world(said: Readonly<Record<string, Said>>) {
  const clock = manualClock(0);
  const asked: string[] = [];
  let expire = () => {};
  const servers: NameServers = {
    mx: async (domain) => {
      asked.push(domain);
      const found = said[domain];
      // A name that nobody answers for.
      return found === undefined ? new Promise(() => undefined) : found.mx;
    },
    address: async (domain) => said[domain]?.address ?? "unknown",
  };
  const timer = {
    after: (_: number, then: () => void) => {
      expire = then;
      return () => undefined;
    },
  };
  return { clock, asked, receives: mailHosts({ servers, clock, timer }), expire: () => expire() };
}

describe("whether mail reaches a domain", () => {
  it.each([
    ["by its exchanges", { mx: ["mx.shop.example"], address: "none" }, true],
    ["not where it says that it takes none (RFC 7505)", { mx: [""], address: "some" }, false],
    ["by its own address without exchanges (RFC 5321 §5.1)", { mx: "none", address: "some" }, true],
    ["not where the name is not there", { mx: "none", address: "none" }, false],
    ["nobody can say where name servers fail", { mx: "unknown", address: "some" }, undefined],
    ["nobody can say where the second question fails", { mx: "none", address: "unknown" }, undefined],
  ] as const)("%s", async (_, said, expected) => {
    expect(await world({ "shop.example": said }).receives("shop.example")).toBe(expected);
  });

  it("is asked once an hour, and what nobody could say is asked again", async () => {
    const { receives, asked, clock } = world({
      "a.example": { mx: ["mx.example"], address: "none" },
      "b.example": { mx: "unknown", address: "none" },
    });
    for (const domain of ["a.example", "a.example", "b.example", "b.example"]) await receives(domain);
    expect(asked).toEqual(["a.example", "b.example", "b.example"]);
    clock.advance(3_600_000);
    await receives("a.example");
    expect(asked).toHaveLength(4);
  });

  it("no form waits for a name server that does not answer", async () => {
    const { receives, expire } = world({});
    const waiting = receives("slow.example");
    expire();
    expect(await waiting).toBeUndefined();
  });
});
