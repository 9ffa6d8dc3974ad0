import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noticePayloads } from "./notice.ts";

const ORIGIN = "https://news.shop.example";
const token = "A".repeat(35);
const notice = { title: "Your picks", body: "Three things", url: `${ORIGIN}/j/${token}`, tag: "k1", language: "en" };
const read = (text: string) => JSON.parse(text) as { p: string; t: string; b: string; k: string; l: string };

describe("a notice", () => {
  it("carries its words, its tag, and of its address the path alone", () => {
    expect(read(noticePayloads(notice, ORIGIN).payload)).toEqual({
      v: 1,
      p: `/j/${token}`,
      k: "k1",
      l: "en",
      t: "Your picks",
      b: "Three things",
    });
  });

  it.each([
    "https://evil.example/j/" + token,
    `${ORIGIN}.evil.example/j/${token}`,
    `${ORIGIN}@evil.example/j/${token}`,
    `${ORIGIN}/j/${token}x`,
    `${ORIGIN}/j/../${token}`,
    `${ORIGIN}/console`,
    "javascript:alert(1)",
    "",
  ])("carries no path where its address is none of our signed ones: %s", (url) => {
    expect(read(noticePayloads({ ...notice, url }, ORIGIN).payload).p).toBe("");
  });

  it("fits into 2,000 bytes, its short form into 400, whatever is said", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 3_000 }), fc.string({ unit: "binary" }), (body, title) => {
        const { payload, shortPayload } = noticePayloads({ ...notice, title, body }, ORIGIN);
        expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(2_000);
        expect(Buffer.byteLength(shortPayload)).toBeLessThanOrEqual(400);
        expect(shortPayload.length).toBeLessThanOrEqual(payload.length);
        expect(read(payload).k).toBe("k1");
      }),
    );
  });

  it("that is cut ends in an ellipsis, between signs", () => {
    const { b } = read(noticePayloads({ ...notice, body: "🎈".repeat(2_000) }, ORIGIN).payload);
    expect(b).toMatch(/^(?:🎈)+…$/u);
    expect(read(noticePayloads({ ...notice, body: "a\n\tb" }, ORIGIN).payload).b).toBe("a b");
  });
});
