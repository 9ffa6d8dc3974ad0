import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countSegments } from "./count-segments.ts";
import { septetsOf } from "./gsm7.ts";
import { readReply } from "./read-reply.ts";
import { smartReplace } from "./smart-replace.ts";

const SEGMENTS = "../shared/cases/sms/segments.json";
const KEYWORDS = "../shared/cases/sms/keywords.json";

type SegmentCase = {
  readonly name: string;
  readonly text: string;
  readonly encoding: "GSM-7" | "UCS-2";
  readonly units: number;
  readonly segments: number;
};

const segmentCases = existsSync(SEGMENTS) ? (JSON.parse(readFileSync(SEGMENTS, "utf8")) as SegmentCase[]) : [];
const keywordCases = existsSync(KEYWORDS)
  ? (JSON.parse(readFileSync(KEYWORDS, "utf8")) as { readonly cases: ReadonlyArray<readonly [string, string]> }).cases
  : [];

describe("the parts of a text", () => {
  it.skipIf(segmentCases.length === 0)(`are those of ${segmentCases.length} known texts`, () => {
    const encodings = { "GSM-7": "gsm7", "UCS-2": "ucs2" } as const;
    const counted = segmentCases.map(({ name, text }) => ({ name, ...countSegments(text) }));
    expect(counted).toEqual(
      segmentCases.map(({ name, encoding, units, segments }) => ({
        name,
        encoding: encodings[encoding],
        units,
        segments,
      })),
    );
  });

  it("never part an escape from its character: 152 letters, a euro and 152 letters are three", () => {
    const half = "a".repeat(152);
    expect(countSegments(`${half}€${half}`)).toEqual({ encoding: "gsm7", units: 306, segments: 3 });
    expect(countSegments("😀".repeat(67))).toEqual({ encoding: "ucs2", units: 134, segments: 3 });
  });

  it("hold every text, and no fewer could", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 500 }), (text) => {
        const { encoding, units, segments } = countSegments(text);
        const [whole, part] = encoding === "gsm7" ? [160, 153] : [70, 67];
        expect(units <= whole ? segments : segments * part).toBeGreaterThanOrEqual(
          units <= whole ? Math.sign(units) : units,
        );
        // A part ends at most one unit early.
        expect(units <= whole || (segments - 1) * (part - 1) < units).toBe(true);
      }),
    );
  });
});

describe("smart replacement", () => {
  it("takes signs of typography back to one part, and tells which", () => {
    const text = `“Autumn” – it’s here… ${"a".repeat(100)}`;
    expect(countSegments(text).segments).toBe(2);
    const { text: plain, replacements } = smartReplace(text);
    expect(plain).toBe(`"Autumn" - it's here... ${"a".repeat(100)}`);
    expect(countSegments(plain)).toMatchObject({ encoding: "gsm7", segments: 1 });
    expect(replacements.map(({ from, to, times }) => `${from}${to}${times}`)).toEqual([
      '“"1',
      '”"1',
      "–-1",
      "’'1",
      "…...1",
    ]);
  });

  it("changes no letter of a name, and nothing at all where the text stays UCS-2", () => {
    for (const name of ["Łukasz’s", "Dvořák – live", "Ελένη…", "王“先生”"]) {
      expect(smartReplace(name)).toEqual({ text: name, replacements: [] });
    }
  });

  it("gives GSM 7 or the text as it was, and does nothing twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("aé“’–…€ł\t\u00a0·🛑")), maxLength: 60 }), (text) => {
        const { text: once, replacements } = smartReplace(text);
        const isGsm = Array.from(once).every((character) => septetsOf(character) !== undefined);
        expect(isGsm || once === text).toBe(true);
        expect(replacements.length === 0).toBe(once === text);
        expect(smartReplace(once)).toEqual({ text: once, replacements: [] });
      }),
    );
  });
});

describe("an answer to a text", () => {
  it.skipIf(keywordCases.length === 0)(`is understood in ${keywordCases.length} known cases`, () => {
    expect(keywordCases.map(([text]) => [text, readReply(text)])).toEqual(keywordCases);
  });

  it.each([
    ["Please don't stop texting me!", "none"],
    ["stop by the shop on Monday?", "none"],
    ["Can you stop by?", "none"],
    ["please stop by tomorrow", "none"],
    ["I am not interested", "free_text_stop"],
    ["do not contact me", "free_text_stop"],
    ["I don't want these messages", "free_text_stop"],
    ["Take me off this list", "free_text_stop"],
    ["stop sending me this", "free_text_stop"],
    ["Please cancel my order", "needs_person"],
    ["When does the sale end?", "none"],
    ["no", "none"],
    ["2", "menu"],
    ["Stopp!", "stop"],
    ["abmelden", "stop"],
    ["opt-out", "stop"],
    ["I want to opt out", "free_text_stop"],
    ["yes please", "none"],
    ["weekend", "none"],
    ["Thanks, got it", "none"],
  ])("%j is %s", (text, expected) => {
    expect(readReply(text)).toBe(expected);
  });

  it("is read in bounded time, whatever it is", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => void readReply(text)));
    expect(readReply("do not ".repeat(20_000))).toBe("none");
  });
});
