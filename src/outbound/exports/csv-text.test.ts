import { existsSync, readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvField, csvText } from "./csv-text.ts";

type Case = { readonly value: string; readonly first_char_dangerous: boolean };
const path = "../shared/cases/csv/formula.json";
const cases: readonly Case[] = existsSync(path)
  ? (JSON.parse(readFileSync(path, "utf8")) as { cases: Case[] }).cases
  : [];

/** A line as two independent readers read it. */
function readBack(line: string): readonly (readonly string[])[] {
  const byCsvParse = parse(`${line}\r\n`, { bom: false })[0] as string[];
  const byPapa = Papa.parse<string[]>(line, { newline: "\r\n", delimiter: "," }).data[0] ?? [];
  return [byCsvParse, byPapa];
}

describe("a text field of an export", () => {
  it("parses back to what it was, whatever stands in it, but for the apostrophe before what would run", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.string({ unit: "binary" }), (left, right) => {
        const line = `${csvText(left)},${csvText(right)}`;
        for (const fields of readBack(line)) {
          expect(
            fields.map((field, index) => field.replace(/^'/, "") === [left, right][index]?.replace(/^'/, "")),
          ).toEqual([true, true]);
        }
      }),
    );
  });

  it("is guarded behind blanks too, and a number is never disguised", () => {
    expect([csvText(" =1"), csvText("\u200b@a"), csvText("a=1"), csvText("")]).toEqual([
      `"' =1"`,
      `"'\u200b@a"`,
      `"a=1"`,
      `""`,
    ]);
    expect([csvField("number", -5), csvField("text", "-5.00"), csvField("instant", 0), csvField("text", null)]).toEqual(
      ["-5", `"'-5.00"`, "1970-01-01T00:00:00.000Z", ""],
    );
  });
});

describe.skipIf(cases.length === 0)(`the corpus of formulas, all ${cases.length} (absent: not run)`, () => {
  it.each(cases.map((one) => [JSON.stringify(one.value), one] as const))("%s", (_name, { value, ...expected }) => {
    const field = csvText(value);
    expect(field.startsWith(`"'`)).toBe(expected.first_char_dangerous);
    const told = expected.first_char_dangerous ? `'${value}` : value;
    expect(readBack(`${field},"next"`)).toEqual([
      [told, "next"],
      [told, "next"],
    ]);
  });
});
