import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wordsOf } from "#customers/ingest/read-values.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { csvLine, rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { parse } from "./read/parse-csv.fixture.ts";

const CASES = "../shared/cases";
const read = <T>(path: string, none: T): T =>
  existsSync(`${CASES}/${path}`) ? (JSON.parse(readFileSync(`${CASES}/${path}`, "utf8")) as T) : none;

const bad = read<{ cases: ReadonlyArray<{ file: string; encoding?: string; expect: string }> }>(
  "csv/import-bad-rows.json",
  { cases: [] },
);
const naughty = read<readonly string[]>("naughty/blns.json", []);
const formulas = read<{ cases: ReadonlyArray<{ value: string; first_char_dangerous: boolean }> }>("csv/formula.json", {
  cases: [],
});

const people: MappingInput = { name: "people", into: "customers", fields: { email: "email", firstName: "first_name" } };
const withField = (name: string, field: string): MappingInput => ({
  ...people,
  fields: { email: "email", [name]: field },
});
const sum = (totals: object) => Object.values(totals as Record<string, number>).reduce((all, each) => all + each, 0);

/** The cases whose `file` is a file and not the description of one. */
const files = bad.cases.filter(({ file }) => file.includes("\n"));

describe.skipIf(files.length === 0)(`bad rows, ${files.length} files (absent: ../shared/cases)`, () => {
  const fileOf = (part: string) => {
    const found = files.find(({ file }) => file.includes(part));
    return found?.encoding === undefined ? (found?.file ?? "") : Buffer.from(found.file, "latin1");
  };
  const takeFile = async (mapping: MappingInput, part: string) => {
    const world = await importWorld();
    return { ...world, done: await world.take(mapping, fileOf(part)) };
  };

  it.each(files)("$expect", async ({ file, encoding }) => {
    const header = file.replace("\ufeff", "").split(/\r?\n/)[0]?.split(/[,\t]/) ?? [];
    const fields: Record<string, string> = header.includes("email") ? { email: "email" } : { code: "id" };
    if (header.includes("first_name")) fields["firstName"] = "first_name";
    if (header.includes("phone")) fields["phone"] = "phone";
    const { take } = await importWorld();
    const done = await take({ ...people, fields }, encoding === undefined ? file : Buffer.from(file, "latin1"));
    expect(sum(done.totals)).toBe(done.read);
    expect(["done", "stopped", "refused"]).toContain(done.state);
    expect(done.totals.rejected > 0 || done.fault !== undefined || done.read > 0).toBe(true);
  });

  it("a mark before the header, tabs, quoted commas and line breaks are read", async () => {
    for (const part of ["\ufeffemail", "email\tfirst_name"])
      expect((await takeFile(people, part)).done.totals.created).toBe(1);
    const { done, rows } = await takeFile(people, '"Ann, ""A""\nSmith"');
    expect(done.totals.created).toBe(1);
    expect(await rows("select first_name from customers")).toEqual([{ first_name: 'Ann, "A" Smith' }]);
  });

  it("blank lines are passed over and counted, and are no records", async () => {
    const { done } = await takeFile({ ...people, fields: { email: "email" } }, "email\n\n\na@x");
    expect(done).toMatchObject({ state: "done", read: 1, blankLines: 2, totals: { created: 1, skipped: 0 } });
  });

  it("an open quotation mark ends the file with its line; a name twice, or nobody named, refuses it", async () => {
    expect((await takeFile(people, '"Ann\nb@x')).done).toMatchObject({ state: "stopped", fault: { line: 2 } });
    expect((await takeFile(people, "email,email")).done).toMatchObject({ state: "refused", read: 0 });
    const nobody = { ...people, fields: { firstName: "first_name" } };
    const { done } = await takeFile(nobody, "first_name\nAnn");
    expect(done.fault).toMatchObject({ faults: [{ pointer: "/fields" }] });
  });

  it("numbers that a spreadsheet shortened, and what is no number in the declared form, are rejected", async () => {
    const phones = await takeFile(withField("phone", "phone"), "email,phone");
    expect(phones.done.totals).toMatchObject({ created: 2, rejected: 1 });
    expect(Object.keys(phones.done.reasons)[0]).toContain("a spreadsheet has shortened it");
    const money: MappingInput = {
      name: "balances",
      into: "purchases",
      currency: "GBP",
      form: { thousands: "," },
      fields: {
        customerEmail: "email",
        orderId: "email",
        at: { constant: "2026-01-01" },
        productCode: { constant: "x" },
        amount: "balance",
      },
    };
    expect((await takeFile(money, "email,balance")).done.totals).toMatchObject({ created: 1, rejected: 4 });
  });

  it("consent: blank is none, and an unknown word rejects the row", async () => {
    const asking: MappingInput = {
      ...people,
      fields: { email: "email" },
      consents: [
        {
          purpose: "receive",
          channel: "email",
          state: { column: "consent_email", values: { yes: "granted", TRUE: "granted", "": null } },
          at: { constant: "2026-01-01" },
          wording: { constant: "Yes." },
        },
      ],
    };
    const { done, rows } = await takeFile(asking, "consent_email");
    expect(done.totals).toMatchObject({ created: 3, rejected: 1 });
    expect(await rows("select count(*) as n from consent_states where is_granted = 1")).toEqual([{ n: 2 }]);
  });

  it("another encoding ends the file at its byte, and U+0000 rejects the row", async () => {
    expect((await takeFile(people, "Zo\u00eb")).done.fault).toMatchObject({
      reason: expect.stringContaining("Byte 0xEB at offset 31") as string,
    });
    expect((await takeFile(people, "\u0000Ann")).done).toMatchObject({
      totals: { rejected: 1 },
      reasons: { "Field 2 holds the character U+0000.": 1 },
    });
  });
});

describe.skipIf(naughty.length === 0)(`naughty strings, ${naughty.length} (absent: ../shared/cases)`, () => {
  it("are kept as words or rejected, and what was rejected comes back as it was", async () => {
    const { take, rows, deps } = await importWorld();
    const mapping: MappingInput = {
      name: "naughty",
      into: "customers",
      fields: { code: "id", firstName: "name", email: "mail" },
    };
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = naughty.map(
      (text, index) => `N${index},${quoted(text)},${index % 2 === 0 ? "" : quoted(text || "x")}`,
    );
    const done = await take(mapping, `id,name,mail\n${lines.join("\n")}\n`, {
      pace: { perPiece: 50, piecesPerBatch: 2 },
    });
    expect(done).toMatchObject({ state: "done", read: naughty.length });
    expect(sum(done.totals)).toBe(done.read);
    const kept = new Map(
      (await rows("select code, first_name from customers")).map((row) => [row["code"], row["first_name"]]),
    );
    naughty.forEach((text, index) => {
      if (!kept.has(`N${index}`)) return;
      const trimmed = text.trim();
      const bare = /^'[=+\-@]/.test(trimmed) ? trimmed.slice(1) : trimmed;
      expect(kept.get(`N${index}`)).toBe(wordsOf(bare, 200) ?? null);
    });
    const [, ...rejected] = parse(await new Response(rejectsCsv(deps, done)).text());
    expect(rejected.length).toBe(done.totals.rejected);
    for (const [, , , , code = "", name = ""] of rejected) {
      const text = naughty[Number(code.slice(1))] ?? "";
      expect([text, `'${text}`]).toContain(name);
    }
  });
});

describe.skipIf(formulas.cases.length === 0)(
  `cells that would run, ${formulas.cases.length} (absent: ../shared/cases)`,
  () => {
    it("begin with an apostrophe in what goes out, and parse back to the same", () => {
      for (const { value, first_char_dangerous: isDangerous } of formulas.cases) {
        const [[cell] = []] = parse(csvLine([value, "x"]));
        expect(cell).toBe(isDangerous ? `'${value}` : value);
      }
    });
  },
);
