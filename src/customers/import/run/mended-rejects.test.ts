import { describe, expect, it } from "vitest";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { parse } from "#customers/import/read/parse-csv.fixture.ts";
import { rejectsCsv } from "./rejects-csv.ts";

const people: MappingInput = {
  name: "people",
  into: "customers",
  fields: { code: "id", email: "mail", firstName: "first" },
};
const byNumber: MappingInput = {
  ...people,
  fields: { code: { column: 1 }, email: { column: 2 }, firstName: { column: 3 } },
};

const CASES: ReadonlyArray<{
  readonly what: string;
  readonly mapping: MappingInput;
  readonly file: string | Uint8Array;
}> = [
  {
    what: "semicolons and windows-1252",
    mapping: { ...people, form: { delimiter: ";", encoding: "windows-1252", skipLines: 1, comment: "#", quote: "" } },
    file: Buffer.from("exported\nid;mail;first\nA;nobody;#Zoë\nB;b@x.example;Bob\n", "latin1"),
  },
  {
    what: "no header",
    mapping: { ...byNumber, form: { header: false } },
    file: "A,nobody,#Zoë\nB,b@x.example,Bob\n",
  },
  {
    what: "columns by their numbers",
    mapping: byNumber,
    file: "id,mail,first\nA,nobody,#Zoë\nB,b@x.example,Bob\n",
  },
  {
    what: "UTF-16",
    mapping: { ...people, form: { encoding: "utf-16le" } },
    file: Buffer.from("id,mail,first\nA,nobody,#Zoë\nB,b@x.example,Bob\n", "utf16le"),
  },
  {
    what: "NDJSON",
    mapping: { ...people, fields: { ...people.fields, email: "to.mail" }, form: { kind: "ndjson" } },
    file: '{"id":"B","to":{"mail":"b@x.example"}}\n{"first":"#Zoë","id":"A","to":{"mail":"nobody"}}\n',
  },
  {
    what: "a list of JSON",
    mapping: { ...people, form: { kind: "json" } },
    file: '[{"id":"A","mail":"nobody","first":"#Zoë"},\n{"id":"B","mail":"b@x.example"}]',
  },
];

function withSemicolons(csv: string): string {
  const lines = parse(csv).map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(";"));
  return `${lines.join("\r\n")}\r\n`;
}

describe("rejected records", () => {
  it.each(CASES)("of $what, mended in their file, are imported with the same mapping", async ({ mapping, file }) => {
    const { take, rows, deps } = await importWorld();
    const done = await take(mapping, file);
    expect(done).toMatchObject({ state: "done", totals: { created: 1, rejected: 1 } });
    const rejects = await new Response(rejectsCsv(deps, done)).text();
    const mended = rejects.replace("nobody", "a@x.example");
    // As it was written, and as a spreadsheet with another list separator saves it.
    for (const again of [mended, `\ufeff${withSemicolons(mended)}`])
      expect(await take(mapping, again)).toMatchObject({ state: "done", read: 1, totals: { rejected: 0 } });
    expect(await rows("select first_name from customers where code = 'A'")).toEqual([{ first_name: "#Zoë" }]);
  });

  it("that are rejected again come out with their own columns only", async () => {
    const { take, deps } = await importWorld();
    const done = await take(people, "id,mail,first\nA,nobody,Zoë\n");
    const first = await new Response(rejectsCsv(deps, done)).text();
    const again = await take(people, first);
    expect(again.totals.rejected).toBe(1);
    expect(await new Response(rejectsCsv(deps, again)).text()).toBe(first);
  });

  it("that were no JSON come back as the text that they were, and can be mended", async () => {
    const { take, rows, deps } = await importWorld();
    const lines: MappingInput = { ...people, form: { kind: "ndjson" } };
    const done = await take(lines, '{"id":"A","first":"Zoë"\n=1+1\n');
    expect(done.totals).toMatchObject({ rejected: 2 });
    const rejects = await new Response(rejectsCsv(deps, done)).text();
    expect(rejects).toContain(`"{""id"":""A"",""first"":""Zoë"""`);
    expect(rejects).toContain(`"'=1+1"`);
    const mended = rejects.replace(`""Zoë"""`, `""Zoë""}"`);
    expect((await take(lines, mended)).totals).toMatchObject({ created: 1, rejected: 1 });
    expect(await rows("select first_name from customers")).toEqual([{ first_name: "Zoë" }]);
  });
});
