import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Reading } from "./column-plan.ts";
import { readTable, readTables } from "./read-table.ts";
import { describeFault } from "./table.ts";

async function* bytes(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof text === "string" ? Buffer.from(text, "utf8") : text;
}

const plain: Reading = { roles: {}, categories: [], excluded: [] };

async function read(text: string | Uint8Array, reading: Partial<Reading> = {}) {
  return readTable(bytes(text), { ...plain, ...reading });
}

async function refusal(text: string, reading: Partial<Reading> = {}): Promise<string> {
  const table = await read(text, reading);
  return table.ok ? "" : describeFault(table.error);
}

async function columnsOf(text: string | Uint8Array, reading: Partial<Reading> = {}) {
  const table = await read(text, reading);
  if (!table.ok) throw new Error(describeFault(table.error));
  return table.value.inputs.columns.map((column) =>
    column.kind === "number"
      ? [column.name, ...column.values]
      : [column.name, ...Array.from(column.codes, (code) => column.levels[code])],
  );
}

describe("a table", () => {
  const wanted = [
    ["age", 41, Number.NaN],
    ["city", "Leeds", undefined],
  ];

  it("is the same whatever delimits its fields, and packed", async () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const text = ["age,city", "41,Leeds", "NA,?"].join("\r\n").replaceAll(",", delimiter);
      expect(await columnsOf(text)).toEqual(wanted);
      expect(await columnsOf(gzipSync(text))).toEqual(wanted);
    }
  });

  it("reads numbers with a decimal comma where none has a point, and only there", async () => {
    expect(await columnsOf("a;b\n1,5;x\n2;y")).toEqual([
      ["a", 1.5, 2],
      ["b", "x", "y"],
    ]);
    expect(await columnsOf('a;b\n"1,5";1.5\n"2.5";2')).toEqual([
      ["a", "1,5", "2.5"],
      ["b", 1.5, 2],
    ]);
  });

  it("reads thousands, currencies and per cent, and words for missing among numbers", async () => {
    expect(await columnsOf('a;b;c\n"1,234.50";$5.20;12 %\n950;-$3;none\n"2,000";unknown;7%')).toEqual([
      ["a", 1234.5, 950, 2000],
      ["b", 5.2, -3, Number.NaN],
      ["c", 12, Number.NaN, 7],
    ]);
    expect(await columnsOf("a;b\n1.234,5;none\n12,25;some")).toEqual([
      ["a", 1234.5, 12.25],
      ["b", "none", "some"],
    ]);
  });

  it("takes dates of one form for days, but beside a time or where day and month could change places", async () => {
    const text = "since,x\n01.02.1970,1\nNA,2\n31.12.1969,3";
    expect(await columnsOf(text)).toEqual([
      ["since", 31, Number.NaN, -1],
      ["x", 1, 2, 3],
    ]);
    expect(await columnsOf(`t,${text.replaceAll("\n", "\n2027-01-31,")}`, { roles: { time: "t" } })).toEqual([
      ["x", 1, 2, 3],
    ]);
    expect(await columnsOf("since,x\n1/2/1970,1\n3/4/1970,2")).toEqual([["x", 1, 2]]);
    expect(await refusal("since\n1/2/1970", { known: [{ name: "since", kind: "number" }] })).toMatch(
      /^column since: Day/,
    );
  });

  it("leaves out what counts the rows, unless it is named or alone", async () => {
    const rows = Array.from({ length: 30 }, (_, row) => `${3 * row + 7},${row % 4}`);
    const names = async (header: string, reading: Partial<Reading> = {}) =>
      (await columnsOf([header, ...rows].join("\n"), reading)).map(([name]) => name);
    expect(await names("row,x")).toEqual(["x"]);
    expect(await names("row,x", { only: ["row", "x"] })).toEqual(["row", "x"]);
    expect(await names("row,x", { roles: { target: "x" } })).toEqual(["row"]);
  });

  it("reads the encoding that is told", async () => {
    const text = Buffer.from("city,x\nK\u00f6ln,1\nBonn,2", "latin1");
    expect(await columnsOf(text, { encoding: "windows-1252" })).toEqual([
      ["city", "K\u00f6ln", "Bonn"],
      ["x", 1, 2],
    ]);
  });

  it("takes codes for categories where told, and leaves out what it is told to", async () => {
    expect(await columnsOf("code,name,x\n7,a,1\n8,b,2", { categories: ["code"], excluded: ["name"] })).toEqual([
      ["code", "7", "8"],
      ["x", 1, 2],
    ]);
  });

  it("keeps the columns with a role apart from the inputs", async () => {
    const text = "who,day,paid,got,answer,age\nA1,2027-01-31,12.50,mail,yes,40\nA2,2027-02-01 12:00,3,none,no,50";
    const roles = { id: "who", time: "day", amount: "paid", treatment: "got", target: "answer" };
    const table = await read(text, { roles });
    expect(table.ok && table.value).toMatchObject({
      rows: 2,
      id: ["A1", "A2"],
      time: Float64Array.of(20_849, 20_850.5),
      amount: Float64Array.of(12.5, 3),
      target: { kind: "category", levels: ["no", "yes"] },
      treatment: { kind: "category", levels: ["mail", "none"] },
      lines: Float64Array.of(2, 3),
      inputs: { columns: [{ name: "age" }] },
    });
  });

  it.each([
    ["20270131", 20_849],
    ["31.01.2027", 20_849],
    ["1/31/2027 06:00", 20_849.25],
    ["31-Jan-2027", 20_849],
    ["1801353600", 20_849],
    ["123.5", 123.5],
  ])("reads the time %s", async (text, days) => {
    const table = await read(`t\n${text}`, { roles: { time: "t" } });
    expect(table.ok && table.value.time?.[0]).toBe(days);
  });

  it("comes in pieces that hold the same rows, with their lines", async () => {
    const text = ["x,word", ...Array.from({ length: 25 }, (_, row) => `${row},${row % 2 === 0 ? "even" : "odd"}`)].join(
      "\n",
    );
    const rows: number[] = [];
    const sizes: number[] = [];
    for await (const table of readTables(bytes(text), { ...plain, rowsAtOnce: 10 })) {
      if (!table.ok) throw new Error(describeFault(table.error));
      sizes.push(table.value.rows);
      rows.push(...table.value.lines);
    }
    expect(sizes).toEqual([10, 10, 5]);
    expect(rows).toEqual(Array.from({ length: 25 }, (_, row) => row + 2));
  });
});

describe("a table is refused by column and line", () => {
  const ages = (value: string) =>
    ["age,x", ...Array.from({ length: 30 }, (_, row) => `${row},1`), `${value},1`].join("\n");

  it("for a word in a column of numbers, but not where words are many or named as categories", async () => {
    expect(await refusal(ages("forty"))).toMatch(/^line 32, column age: "forty" is no number, and nearly all other/);
    expect(await refusal(ages("forty"), { categories: ["age"] })).toBe("");
    expect(await refusal(ages(""))).toBe("");
    expect(await refusal("code,x\n85123A,1\n71053,2\n84406B,3")).toBe("");
  });

  it("for a word far behind the records that columns are judged by", async () => {
    const text = ["x", ...Array.from({ length: 10_050 }, (_, row) => (row === 10_040 ? "oops" : String(row)))].join(
      "\n",
    );
    expect(await refusal(text)).toBe('line 10042, column x: "oops" is no number');
  });

  it("for a missing or double column, a missing amount, a time that is none and one that could be two", async () => {
    expect(await refusal("a,b\n1,2", { excluded: ["c"] })).toMatch(
      /^column c: There is no such column\. The header has: a, b/,
    );
    expect(await refusal("a,a\n1,2")).toBe("column a: The header names it twice.");
    expect(await refusal("m,x\n1,1\n,2", { roles: { amount: "m" } })).toBe("line 3, column m: is missing");
    expect(await refusal("t\n2027-01-31\nsoon", { roles: { time: "t" } })).toMatch(
      /^line 3, column t: "soon" is no time of one form with those before it/,
    );
    expect(await refusal("t\n3/4/2027\n5/6/2027", { roles: { time: "t" } })).toMatch(/M\/D\/YYYY or D\/M\/YYYY/);
  });

  it("for records with too few fields, an open quotation mark, and nothing at all", async () => {
    expect(await refusal("a,b\n1,2\n3")).toBe("line 3: It has 1 fields, the header has 2.");
    expect(await refusal('a,b\n1,2\n"3,4')).toMatch(/line 3.*never closes/);
    expect(await refusal("a,b\n")).toBe("The file holds no records.");
    expect(await refusal("")).toBe("The file is empty: it has no header.");
  });

  it("for an input of another kind than the model knows", async () => {
    const known = [{ name: "age", kind: "number" as const }];
    expect(await refusal("age,extra\nold,1", { known })).toBe('line 2, column age: "old" is no number');
    expect(await columnsOf("extra,age\n1,40", { known })).toEqual([["age", 40]]);
  });
});
