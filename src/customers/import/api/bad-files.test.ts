import { existsSync, readdirSync, readFileSync } from "node:fs";
import { deflateRawSync, gzipSync } from "node:zlib";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { importOperations } from "#customers/import/import-operations.ts";
import type { MappingInput } from "#customers/import/mapping/mapping.ts";
import { ok } from "#kernel/result.ts";
import { importWorld } from "#tests/worlds/import-world.ts";
import { mountOperations } from "#web/mount-operations.ts";

const CASES = "../shared/cases";
const read = <T>(path: string, none: T): T =>
  existsSync(`${CASES}/${path}`) ? (JSON.parse(readFileSync(`${CASES}/${path}`, "utf8")) as T) : none;

type BadFile = { readonly file: string; readonly encoding?: string; readonly expect: string };
type JsonText = { readonly name: string; readonly base64: string; readonly expect: string };

const bad = read<{ cases: readonly BadFile[] }>("csv/import-bad-rows.json", { cases: [] });
/** The cases whose `file` is a file; the others describe one, and are made below. */
const files = bad.cases.filter(({ file }) => file.includes("\n"));
const spectrum = existsSync(`${CASES}/csv/spectrum`) ? readdirSync(`${CASES}/csv/spectrum/csvs`) : [];
const formulas = read<{ cases: ReadonlyArray<{ value: string }> }>("csv/formula.json", { cases: [] });
const texts = read<readonly JsonText[]>("json/JSONTestSuite.json", []);
const naughty = read<readonly string[]>("naughty/blns.json", []);

const people: MappingInput = { name: "people", into: "customers", fields: { email: "email", firstName: "first_name" } };

type Told = {
  readonly state: string;
  readonly read: number;
  readonly totals: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly fault: { readonly line: number; readonly reasons: readonly string[] } | null;
};

/** The public door over a database of its own. Whatever is sent, the totals add up and the import has an end. */
async function door() {
  const world = await importWorld();
  const app = new Hono();
  mountOperations(app, {
    operations: importOperations(world.deps),
    authorize: async () => ok({ kind: "key", id: "key_test", scopes: [] } as const),
    timer: { after: () => () => undefined },
  });
  const begin = async (mapping: MappingInput): Promise<string> => {
    const headers = { "content-type": "application/json" };
    const answer = await app.request("/v1/imports", { method: "POST", headers, body: JSON.stringify({ mapping }) });
    const { id } = (await answer.json()) as { id?: string };
    expect(answer.status).toBe(201);
    return id ?? "";
  };
  const send = async (id: string, file: BodyInit): Promise<Told> => {
    const init = { method: "PUT", body: file, duplex: "half" } as RequestInit;
    const answer = await app.request(`/v1/imports/${id}/data`, init);
    expect(answer.status).toBe(200);
    const told = (await answer.json()) as Told;
    expect(["done", "stopped", "refused"]).toContain(told.state);
    expect(Object.values(told.totals).reduce((sum, count) => sum + count, 0)).toBe(told.read);
    return told;
  };
  const take = async (mapping: MappingInput, file: BodyInit) => send(await begin(mapping), file);
  const rejects = async (id: string) => (await app.request(`/v1/imports/${id}/rejects`)).text();
  return { ...world, begin, send, take, rejects };
}

const bytesOf = ({ file, encoding }: BadFile): BodyInit =>
  encoding === undefined ? file : new Uint8Array(Buffer.from(file, "latin1"));

/** Bytes of a part over and over, up to `bytes`; counts what was really asked for. */
function endless(part: string, bytes: number) {
  const chunk = new TextEncoder().encode(part.repeat(Math.ceil(65_536 / part.length)));
  const sent = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent.bytes += chunk.byteLength;
      controller.enqueue(chunk);
      if (sent.bytes >= bytes) controller.close();
    },
  });
  return { sent, body };
}

describe.skipIf(files.length === 0)(`bad files at the door, ${files.length} (absent: ../shared/cases)`, () => {
  it.each(files)("$expect", async (bad) => {
    const { take } = await door();
    const header = bad.file.replace("\ufeff", "").split(/\r?\n/)[0]?.split(/[,\t]/) ?? [];
    const fields = header.includes("email") ? { email: "email" } : { code: "id" };
    const told = await take({ ...people, fields }, bytesOf(bad));
    expect(told.read > 0 || told.fault !== null).toBe(true);
  });
});

describe.skipIf(spectrum.length === 0)(
  `csv-spectrum at the door, ${spectrum.length} files (absent: ../shared/cases)`,
  () => {
    it.each(spectrum)("%s", async (name) => {
      const { take, rows } = await door();
      const expected = JSON.parse(
        readFileSync(`${CASES}/csv/spectrum/json/${name.replace(".csv", ".json")}`, "utf8"),
      ) as ReadonlyArray<Record<string, string>>;
      const [column = ""] = Object.keys(expected[0] ?? {});
      const mapping: MappingInput = { ...people, fields: { code: { constant: "A" }, firstName: column } };
      const told = await take(mapping, new Uint8Array(readFileSync(`${CASES}/csv/spectrum/csvs/${name}`)));
      expect(told).toMatchObject({ state: "done", read: expected.length, totals: { rejected: 0 } });
      const words = expected.at(-1)?.[column]?.replaceAll(/\s+/g, " ").trim();
      expect(await rows("select first_name from customers")).toEqual([{ first_name: words === "" ? null : words }]);
    });
  },
);

describe("a file at the door that is not what it should be", () => {
  it("is read where its first bytes say how: UTF-16 with its mark, gzip under any name", async () => {
    const text = "email,first_name\na@x.example,Zoë\n";
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
    for (const file of [utf16, gzipSync(text), gzipSync(utf16)]) {
      const { take, rows } = await door();
      expect(await take(people, new Uint8Array(file))).toMatchObject({ state: "done", totals: { created: 1 } });
      expect(await rows("select first_name from customers")).toEqual([{ first_name: "Zoë" }]);
    }
  });

  it("is refused whole where it is an archive, gzip in gzip, damaged, or in an encoding that is not said", async () => {
    const text = "email,first_name\na@x.example,Zoë\n";
    const packed = gzipSync(text);
    const zip = Buffer.concat([Buffer.from("PK\u0003\u0004"), deflateRawSync(text)]);
    const bad: ReadonlyArray<readonly [Buffer, RegExp]> = [
      [zip, /zip archive/],
      [gzipSync(packed), /no utf-8/],
      [packed.subarray(0, 12), /damaged or ends early/],
      [Buffer.from(text, "latin1"), /Byte 0xEB at offset 31/],
      [Buffer.from(text, "utf16le"), /UTF-16 without a byte order mark/],
      [Buffer.from([0x93, 0xfa, 0x96, 0x7b]), /no utf-8/],
    ];
    for (const [file, reason] of bad) {
      const { take, rows } = await door();
      const told = await take(people, new Uint8Array(file));
      expect(told.fault?.reasons.join()).toMatch(reason);
      expect(await rows("select code from customers")).toEqual([]);
    }
  });

  it("is given up early where it is too much: columns, a field, a header, a line without an end, a bomb", async () => {
    const columns = `${Array.from({ length: 10_001 }, (_, n) => `c${n}`).join(",")}\n`;
    expect((await (await door()).take(people, columns)).fault?.reasons.join()).toMatch(/more than 1000 columns/);
    const many: ReadonlyArray<readonly [string, RegExp]> = [
      ["x".repeat(1_024), /header is longer than 65536/],
      [`email,first_name\na@x.example,"${"y".repeat(65_536)}`, /quotation mark opens in line 2|longer than 1048576/],
    ];
    for (const [part, reason] of many) {
      const { take } = await door();
      const { sent, body } = endless(part.includes("\n") ? part.slice(part.indexOf('"') + 1) : part, 50 * 1_048_576);
      const head = part.includes("\n") ? part.slice(0, part.indexOf('"') + 1) : "";
      const told = await take(people, joined(head, body));
      expect(told.fault?.reasons.join()).toMatch(reason);
      expect(sent.bytes).toBeLessThan(4 * 1_048_576);
    }
    const { take, rows } = await door();
    const head = Buffer.from("email,first_name\n");
    const bomb = gzipSync(Buffer.concat([head, Buffer.alloc(64 * 1_048_576, `a@x.example,${"z".repeat(20_000)}\n`)]));
    const told = await take(people, new Uint8Array(bomb));
    expect(told).toMatchObject({
      state: "stopped",
      fault: { reasons: [expect.stringContaining("grows far beyond") as string] },
    });
    expect(told.read).toBeLessThan(1_000);
    expect(await rows("select count(*) as n from customers")).toEqual([{ n: 1 }]);
  });

  it("may overlap with another that comes at the same time: every customer is there once, as one of them said", async () => {
    const { begin, send, rows } = await door();
    const rowsOf = (name: string) =>
      Array.from({ length: 2_500 }, (_, n) => `p${n}@people.example,${name}${n}`).join("\n");
    const [one, two] = [await begin(people), await begin(people)];
    const told = await Promise.all([
      send(one, `email,first_name\n${rowsOf("One")}\n`),
      send(two, `email,first_name\n${rowsOf("Two")}\n`),
    ]);
    expect(told.map(({ state, read }) => [state, read])).toEqual([
      ["done", 2_500],
      ["done", 2_500],
    ]);
    expect(told.reduce((sum, { totals }) => sum + (totals["created"] ?? 0), 0)).toBe(2_500);
    expect(await rows("select count(*) as n, count(distinct email) as of from customers")).toEqual([
      { n: 2_500, of: 2_500 },
    ]);
    expect(await rows("select count(*) as n from identities")).toEqual([{ n: 2_500 }]);
  });
});

/** A head, and behind it a stream. */
function joined(head: string, rest: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const pump = async () => {
    if (head !== "") await writer.write(new TextEncoder().encode(head));
    writer.releaseLock();
    await rest.pipeTo(writable);
  };
  // The reader may leave in the middle: that is what is asked here.
  pump().catch(() => undefined);
  return readable;
}

const byCode: MappingInput = {
  name: "words",
  into: "customers",
  fields: { code: "id", firstName: "name", email: "mail" },
};
const lines = (values: readonly string[]) =>
  values.map((value, index) => JSON.stringify({ id: `N${index}`, name: value, mail: index % 2 === 0 ? "" : value }));

describe.skipIf(naughty.length === 0)(
  `naughty strings and formulas at the door, ${naughty.length + formulas.cases.length} (absent: ../shared/cases)`,
  () => {
    it("come as NDJSON and as CSV to the same customers; no answer repeats one", async () => {
      const values = [...naughty, ...formulas.cases.map(({ value }) => value)];
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const [asJson, asCsv] = [await door(), await door()];
      const first = await asJson.take({ ...byCode, form: { kind: "ndjson" } }, `${lines(values).join("\n")}\n`);
      const table = values.map((text, index) => `N${index},${quoted(text)},${index % 2 === 0 ? "" : quoted(text)}`);
      const second = await asCsv.take(byCode, `id,name,mail\n${table.join("\n")}\n`);
      expect([first.read, second.read]).toEqual([values.length, values.length]);
      const kept = "select code, first_name from customers order by code";
      const [fromJson, fromCsv] = [await asJson.rows(kept), await asCsv.rows(kept)];
      const nul = new Set(values.flatMap((text, index) => (text.includes("\u0000") ? [`N${index}`] : [])));
      expect(fromJson.filter(({ code }) => !nul.has(String(code)))).toEqual(
        fromCsv.filter(({ code }) => !nul.has(String(code))),
      );
      const said = JSON.stringify([first, second]);
      const long = values.filter((text) => text.length > 12);
      expect(long.filter((text) => said.includes(JSON.stringify(text).slice(1, -1)))).toEqual([]);
    });
  },
);

describe.skipIf(texts.length === 0)(
  `JSONTestSuite at the door, ${texts.length} texts (absent: ../shared/cases)`,
  () => {
    it.each(["ndjson", "json"] as const)(
      "as %s: nothing but an object makes a customer, and the door stays open",
      async (kind) => {
        const { take, rows } = await door();
        const mapping: MappingInput = {
          name: "any",
          into: "customers",
          form: { kind },
          fields: { code: "a", firstName: "b" },
        };
        for (const { base64 } of texts) await take(mapping, new Uint8Array(Buffer.from(base64, "base64")));
        const last = kind === "json" ? '[{"a":"last"}]' : '{"a":"last"}';
        expect((await take(mapping, last)).totals).toMatchObject({ created: 1 });
        for (const { code } of await rows("select code from customers")) expect(String(code).length).toBeLessThan(30);
      },
    );
  },
);
