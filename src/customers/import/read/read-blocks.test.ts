import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CSV_FORM, readWhole } from "./read-file.fixture.ts";
import { UnreadableFile } from "./file-fault.ts";
import type { FileForm } from "./read-blocks.ts";
import { unpack } from "./unpack.ts";

const encoded = (encoding: string): FileForm => ({ ...CSV_FORM, encoding });
const utf16 = (text: string) => Buffer.from(text, "utf16le");

describe("a file's encoding", () => {
  it("is UTF-8 unless told, with or without its byte order mark", async () => {
    expect((await readWhole("\ufeffemail,first_name\r\na@x.example,Zoë\r\n")).header).toEqual(["email", "first_name"]);
    for (const partBytes of [1, 2, 3, 100]) {
      const { records } = await readWhole("a,b\n𝒳ë,ü€\n", CSV_FORM, partBytes);
      expect(records[0]?.fields).toEqual(["𝒳ë", "ü€"]);
    }
  });

  it("is UTF-16 where the mark says so, and refused where only the zeros do", async () => {
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), utf16("a,b\nä,𝒳\n")]);
    expect((await readWhole(marked)).records[0]?.fields).toEqual(["ä", "𝒳"]);
    expect((await readWhole(Buffer.from(marked).swap16())).records[0]?.fields).toEqual(["ä", "𝒳"]);
    expect((await readWhole(utf16("email,name\n"))).fault?.reason).toMatch(/UTF-16 without a byte order mark/);
    expect((await readWhole(utf16("email,name\nx,y\n"), encoded("utf-16le"))).records.length).toBe(1);
  });

  it("may be declared: windows-1252, ISO-8859-15, windows-1251, Shift_JIS", async () => {
    const euro = Buffer.from([0x61, 0x0a, 0x80, 0x0a]);
    expect((await readWhole(euro, encoded("windows-1252"))).records[0]?.fields).toEqual(["€"]);
    expect((await readWhole(Buffer.from([0x61, 0x0a, 0xa4, 0x0a]), encoded("iso-8859-15"))).records[0]?.fields).toEqual(
      ["€"],
    );
    expect(
      (await readWhole(Buffer.from([0x61, 0x0a, 0xc6, 0x0a]), encoded("windows-1251"))).records[0]?.fields,
    ).toEqual(["Ж"]);
    const japanese = Buffer.from([0x61, 0x0a, 0x93, 0xfa, 0x96, 0x7b, 0x0a]);
    expect((await readWhole(japanese, encoded("shift_jis"), 1)).records[0]?.fields).toEqual(["日本"]);
  });

  it("that is another than was said ends the file at the byte, with what stood before it whole", async () => {
    const latin = Buffer.concat([
      Buffer.from("email,name\na@x.example,Ann\nb@x.example,Zo"),
      Buffer.from([0xeb, 0x0a]),
    ]);
    const read = await readWhole(latin, CSV_FORM, 27);
    expect(read.fault).toMatchObject({ line: 3 });
    expect(read.fault?.reason).toMatch(/Byte 0xEB at offset 41 is no utf-8.*windows-1252/);
    const contradicted = Buffer.concat([Buffer.from([0xff, 0xfe]), utf16("a\n")]);
    expect((await readWhole(contradicted, encoded("windows-1252"))).fault?.reason).toMatch(
      /byte order mark of utf-16le/,
    );
  });
});

describe("a packed file", () => {
  it("is unpacked where it is gzip, whatever its name", async () => {
    expect((await readWhole(gzipSync("a,b\n1,2\n"))).records[0]?.fields).toEqual(["1", "2"]);
  });

  it("is refused where it is a zip or a workbook, is damaged, or grows without end", async () => {
    expect((await readWhole(Buffer.from("PK\u0003\u0004rest"))).fault?.reason).toMatch(
      /zip archive or an Excel workbook/,
    );
    const packed = gzipSync(Buffer.alloc(200_000, "a,b\n"));
    expect((await readWhole(packed.subarray(0, packed.length - 20))).fault?.reason).toMatch(/damaged or ends early/);
    const bomb = gzipSync(Buffer.alloc(64 * 1_048_576, `${"x".repeat(20_000)}\n`));
    expect((await readWhole(bomb, CSV_FORM, 65_536)).fault?.reason).toMatch(/grows far beyond/);
  });
});

describe("what a packed file may become", () => {
  it("is bounded however slowly it grows", async () => {
    const limits = { unpackRatio: 200, unpackFreeBytes: 1_000, unpackBytes: 50_000 };
    const packed = gzipSync(Buffer.from(Array.from({ length: 60_000 }, (_, n) => (n * 7_919) % 251)));
    async function* parts(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < packed.length; at += 100) yield packed.subarray(at, at + 100);
    }
    const unpacked = unpack(parts(), limits);
    let bytes = 0;
    const all = async () => {
      for await (const part of unpacked.bytes) bytes += part.byteLength;
    };
    await expect(all()).rejects.toThrow(UnreadableFile);
    expect(bytes).toBeLessThanOrEqual(50_000);
  });
});

const JSON_CASES = "../shared/cases/json/JSONTestSuite.json";
type JsonCase = { readonly name: string; readonly base64?: string; readonly text?: string };
const suite = existsSync(JSON_CASES) ? (JSON.parse(readFileSync(JSON_CASES, "utf8")) as { cases?: JsonCase[] }) : {};

describe("records of JSON", () => {
  const lines: FileForm = { ...CSV_FORM, kind: "ndjson" };
  const list: FileForm = { ...CSV_FORM, kind: "json" };

  it("come one a line, and a broken line breaks only itself", async () => {
    const read = await readWhole('{"a":1}\n\n{"a":\n[1]\n{"a":"\\ud800"}\n{"b":{"c":2}}', lines);
    expect(read.records.map(({ line, broken }) => [line, broken !== undefined])).toEqual([
      [1, false],
      [3, true],
      [4, true],
      [5, true],
      [6, false],
    ]);
    expect(read.blankLines).toBe(1);
  });

  it("come out of one list as it streams, with their lines", async () => {
    const read = await readWhole('[\n{"a":"],[{\\""},\n {"a":[1,{"b":2}]}\n, 7]', list, 1);
    expect(read.records.map(({ fields, line, broken }) => [fields, line, broken !== undefined])).toEqual([
      [{ a: '],[{"' }, 2, false],
      [{ a: [1, { b: 2 }] }, 3, false],
      [{}, 4, true],
    ]);
    expect(read.fault).toBeUndefined();
  });

  it("end at a list that is broken, ends early or goes on", async () => {
    for (const text of ['{"a":1}', '[{"a":1}', '[{"a":1}{"a":2}]', '[{"a":1}] x', "", '[{"a":1'])
      expect([text, (await readWhole(text, list, 3)).fault?.reason]).toEqual([
        text,
        "The list of records is broken here.",
      ]);
  });
});

const jsonCases = Array.isArray(suite.cases) ? suite.cases : Array.isArray(suite) ? (suite as JsonCase[]) : [];
describe.skipIf(jsonCases.length === 0)(`JSONTestSuite, ${jsonCases.length} texts (absent: ../shared/cases)`, () => {
  it("never ends the process, and nothing that is no object becomes a record", async () => {
    for (const { text, base64 } of jsonCases) {
      const bytes = base64 === undefined ? Buffer.from(text ?? "") : Buffer.from(base64, "base64");
      for (const kind of ["ndjson", "json"] as const) {
        const { records } = await readWhole(bytes, { ...CSV_FORM, kind }, 1_000);
        for (const { fields, broken } of records) expect(broken !== undefined || typeof fields === "object").toBe(true);
      }
    }
  });
});
