import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvReader } from "./csv-reader.ts";
import { CSV_FORM, readWhole } from "./read-file.fixture.ts";

const SPECTRUM = "../shared/cases/csv/spectrum";
const spectrum = existsSync(SPECTRUM) ? readdirSync(`${SPECTRUM}/csvs`) : [];

describe.skipIf(spectrum.length === 0)(`csv-spectrum, ${spectrum.length} files (absent: ../shared/cases)`, () => {
  it.each(spectrum)("%s reads as it should", async (name) => {
    // The corpus came through a checkout that made every CR LF of its files LF, but not of the texts in its JSON.
    const json = readFileSync(`${SPECTRUM}/json/${name.replace(".csv", ".json")}`, "utf8");
    const expected: unknown = JSON.parse(json.replaceAll(String.raw`\r\n`, String.raw`\n`));
    const { header = [], records } = await readWhole(readFileSync(`${SPECTRUM}/csvs/${name}`));
    const rows = records.map(({ fields }) =>
      Object.fromEntries(header.map((column, index) => [column, (fields as string[])[index]])),
    );
    expect(rows).toEqual(expected);
  });
});

const cell = fc.string({ unit: fc.constantFrom("a", "ä", "𝒳", '"', ",", "\n", "\r\n", " ", "="), maxLength: 6 });
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 8 }));
const written = (rows: readonly (readonly string[])[], newline: string) =>
  rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",") + newline).join("");

/** Feeds a text in pieces cut at the given places. */
function readPieces(text: string, cuts: readonly number[]) {
  const reader = new CsvReader({ ...CSV_FORM.csv, delimiter: ",", hasHeader: false });
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b);
  const pieces = places.slice(1).map((place, index) => text.slice(places[index], place));
  return [...pieces.flatMap((piece) => reader.push(piece).records), ...reader.end().records];
}

describe("a table", () => {
  it("reads back as it was written, wherever the pieces are cut, and every record knows its line", () => {
    fc.assert(
      fc.property(
        table,
        fc.array(fc.nat(200), { maxLength: 6 }),
        fc.constantFrom("\n", "\r\n"),
        (rows, cuts, newline) => {
          const text = written(rows, newline);
          const records = readPieces(text, cuts);
          const kept = rows.map((fields, index) => ({ fields, line: written(rows.slice(0, index), newline) }));
          const full = kept.filter(({ fields }) => fields.some((field) => field !== ""));
          expect(records.filter(({ fields }) => (fields as string[]).some((field) => field !== ""))).toMatchObject(
            full.map(({ fields, line }) => ({ fields, line: line.split("\n").length })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has its delimiter found in the first line", async () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const { header, records } = await readWhole(`"a,;b"${delimiter}c${delimiter}d\n1${delimiter}2${delimiter}3\n`);
      expect([header, records[0]?.fields]).toEqual([
        ["a,;b", "c", "d"],
        ["1", "2", "3"],
      ]);
    }
  });

  it("may name its delimiter as Excel does, end lines with CR alone, and have a preamble and comments", async () => {
    expect((await readWhole("sep=#\na#b\n1#2\n")).records[0]?.fields).toEqual(["1", "2"]);
    expect((await readWhole("a,b\r1,2\r3,4\r")).records.map(({ fields }) => fields)).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    const form = { ...CSV_FORM, csv: { ...CSV_FORM.csv, skipLines: 2, comment: "#" } };
    expect((await readWhole("Report\n2026\na,b\n# aside\n1,2\n", form)).records).toMatchObject([
      { number: 1, line: 5 },
    ]);
  });

  it("counts blank lines and rows of nothing but delimiters, and makes no records of them", async () => {
    const read = await readWhole("a,b\n\n\n1,2\n,,\n");
    expect([read.records.length, read.blankLines]).toEqual([1, 3]);
  });

  it("breaks only the record whose field goes on after its quotation mark", async () => {
    const { records } = await readWhole('a,b\n"x"y,1\nz,2\n');
    expect(records.map(({ broken }) => broken !== undefined)).toEqual([true, false]);
  });

  it("ends at a quotation mark that never closes, with the line where it opened", async () => {
    const read = await readWhole('a,b\n1,"open\n2,3\n4,5\n');
    expect(read.fault).toMatchObject({ line: 2, record: 1 });
    expect(read.records).toEqual([]);
  });

  it("ends early at a field without end, at too many columns and at an endless header", async () => {
    const endless = await readWhole(`a,b\n1,2\n"${"x".repeat(3_000_000)}`, CSV_FORM, 65_536);
    expect(endless.fault?.reason).toMatch(/quotation mark opens in line 3/);
    expect(endless.records.length).toBe(1);
    expect((await readWhole(`a\n${"x".repeat(3_000_000)}\n`, CSV_FORM, 65_536)).fault?.reason).toMatch(/longer than/);
    expect((await readWhole(`${"a,".repeat(1_001)}\n`, CSV_FORM, 4_096)).fault?.reason).toMatch(/1000 columns/);
    expect((await readWhole("a".repeat(1_000_000), CSV_FORM, 65_536)).fault?.reason).toMatch(/header is longer/);
  });
});
