import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { tokenKeys, verifyToken } from "#tracking/token.ts";
import { handOverTo } from "./hand-over.ts";

const AT = Date.UTC(2026, 10, 22, 23, 59);
const tokens = tokenKeys({ active: { id: 0, key: secretFrom(new Uint8Array(32).fill(7)).keyFor("link/0") } });
const handOver = handOverTo("https://jump.example", tokens);
const OURS = "https://jump.example/products/SPADE-2";

describe("the hand-over to a product page", () => {
  it("names the message under a purpose of its own, and is good for an hour at least and for a day at most", () => {
    const text = new URL(handOver(OURS, 42, AT)).searchParams.get("h") ?? "";
    const read = (purpose: "visitor" | "click", now: number) => verifyToken(tokens, { purpose, text }, now);
    expect(read("visitor", AT + 60_000)).toMatchObject({ ok: true, value: { messageNumber: 42 } });
    expect(read("visitor", AT + DAY_MS + 3_600_000)).toMatchObject({ ok: false, error: "expired" });
    expect(read("click", AT)).toMatchObject({ ok: false, error: "forged" });
  });

  it("keeps what else the address says", () => {
    expect(handOver(`${OURS}?colour=a?b#more`, 1, AT)).toMatch(/SPADE-2\?colour=a\?b&h=[\w-]{35}#more$/);
  });

  it.each([
    "https://shop.example/products/SPADE-2",
    "https://jump.example.evil.example/products/SPADE-2",
    "http://jump.example/products/SPADE-2",
    "https://jump.example@evil.example/products/SPADE-2",
    "https://jump.example/products/",
    "https://jump.example/products",
    "https://jump.example/products/SPADE-2/choose",
    "https://jump.example/products?category=x",
  ])("leaves %s as it is", (url) => {
    expect(handOver(url, 1, AT)).toBe(url);
  });
});
