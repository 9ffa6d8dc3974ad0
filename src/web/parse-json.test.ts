import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseJson, parseJsonText } from "./parse-json.ts";

const corpus = "../shared/cases/json/JSONTestSuite.json";

describe("parseJson", () => {
  it("a hundred thousand nested arrays are refused before they are parsed", () => {
    expect(parseJsonText("[".repeat(100_000)).ok).toBe(false);
  });

  it("a key __proto__ does not arrive, however it is spelled", () => {
    for (const text of ['{"__proto__":{"isAdmin":true},"a":1}', '{"\\u005f_proto__":{"isAdmin":true},"a":1}']) {
      const parsed = parseJsonText(text);
      expect(parsed.ok && JSON.stringify(parsed.value)).toBe('{"a":1}');
    }
  });

  it("brackets inside a string do not count as depth", () => {
    expect(parseJsonText(JSON.stringify({ a: '[[[[\\"'.repeat(100) })).ok).toBe(true);
  });

  it("what ends early is told from what is no JSON, without a word of it", () => {
    const told = (text: string) => {
      const parsed = parseJsonText(text);
      return parsed.ok ? "" : parsed.error.detail;
    };
    expect(told('{"a":')).toBe("The body ends early.");
    expect(told('{"a":NaN}')).toBe("The body is no JSON.");
    expect(told(`{"a":"${"x".repeat(100)}" canary}`)).toMatch(/^Unexpected text at byte \d+\.$/);
  });

  it("bytes that are not UTF-8 are refused with a word", () => {
    const parsed = parseJson(new Uint8Array([0x22, 0xff, 0x22]));
    expect(!parsed.ok && parsed.error.detail).toBe("The body is not valid UTF-8.");
  });
});

type JsonCase = { readonly name: string; readonly expect: "accept" | "reject" | "either"; readonly base64: string };
const cases = existsSync(corpus) ? (JSON.parse(readFileSync(corpus, "utf8")) as readonly JsonCase[]) : [];

describe.skipIf(cases.length === 0)("JSONTestSuite (needs ../shared/cases)", () => {
  it(`all ${cases.length} documents are taken or refused as RFC 8259 says`, () => {
    const wrong = cases.filter(({ expect: verdict, base64 }) => {
      const isTaken = parseJson(Buffer.from(base64, "base64")).ok;
      return verdict !== "either" && isTaken !== (verdict === "accept");
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
