import { describe, expect, it } from "vitest";
import { composeEmail } from "#channels/compose-email.ts";
import { refuseOpenHttp, waysToLeave } from "./ways-to-leave.ts";

const TOKEN = "Ab3_-9".padEnd(35, "x");
const URL_OF_LINK = `https://news.shop.example/u/${TOKEN}`;

describe("ways to leave a newsletter", () => {
  it("are the link, and after it the vendor's mailbox with the link's token", () => {
    const composed = composeEmail(
      {
        messageNumber: 1,
        key: "a".repeat(26),
        to: "ada@people.example",
        date: 0,
        content: {
          kind: "email",
          from: { name: "Shop", address: "news@shop.example" },
          subject: "News",
          html: "<p>News</p>",
          text: "News",
          ...waysToLeave(URL_OF_LINK, "leave@shop.example"),
        },
      },
      { sendingDomain: "news.shop.example", bounceDomain: "bounce.shop.example", dkim: [] },
    );
    const text = composed.ok ? Buffer.from(composed.value.raw).toString("latin1").replaceAll(/\r\n /g, " ") : "";
    expect(text).toContain(
      `List-Unsubscribe: <${URL_OF_LINK}>, <mailto:leave@shop.example?subject=unsubscribe%20${TOKEN}>\r\n`,
    );
    expect(text).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
  });

  it("are the link alone where the vendor has no such mailbox", () => {
    expect(waysToLeave(URL_OF_LINK, undefined)).toEqual({ unsubscribeUrl: URL_OF_LINK });
  });
});

describe("a public address", () => {
  it.each(["https://news.shop.example", "http://127.0.0.1:8787", "http://localhost:8787", "http://[::1]:8787"])(
    "%s is taken: mail from there can be left with one click, or stays on this machine",
    (publicUrl) => {
      expect(() => refuseOpenHttp(publicUrl)).not.toThrow();
    },
  );

  it.each(["http://news.shop.example", "http://192.168.0.2:8787", "http://127.0.0.1.shop.example"])(
    "%s is refused before anything is sent: no marketing mail could be left with one click",
    (publicUrl) => {
      expect(() => refuseOpenHttp(publicUrl)).toThrow(/PUBLIC_URL must begin with https/);
    },
  );
});
