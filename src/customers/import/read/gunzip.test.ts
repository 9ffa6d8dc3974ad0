import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { BrokenGzip, gunzip } from "./gunzip.ts";
import { CSV_FORM, readWhole } from "./read-file.fixture.ts";

async function* pieces(bytes: Uint8Array, partBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += partBytes) yield bytes.subarray(at, at + partBytes);
}

async function unpacked(bytes: Uint8Array, partBytes = 5): Promise<{ text: string; isBroken: boolean }> {
  let text = "";
  try {
    for await (const part of gunzip(pieces(bytes, partBytes))) text += Buffer.from(part).toString();
  } catch (cause) {
    if (!(cause instanceof BrokenGzip)) throw cause;
    return { text, isBroken: true };
  }
  return { text, isBroken: false };
}

const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `P${from + index},name of ${from + index}\n`).join("");

/** A member with every optional part of its header. */
function adorned(text: string): Buffer {
  const plain = gzipSync(text);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 2 | 4 | 8 | 16;
  const more = Buffer.from("\u0003\u0000abcname.csv\u0000a remark\u0000\u0001\u0002", "latin1");
  return Buffer.concat([head, more, plain.subarray(10)]);
}

describe("gzip", () => {
  it("is read through all its members, whatever their headers say and however they are cut", async () => {
    const whole = Buffer.concat([gzipSync("a,b\n"), adorned(rows(1, 3)), gzipSync(""), gzipSync(rows(4, 2))]);
    for (const partBytes of [1, 3, 64, whole.length]) {
      expect(await unpacked(whole, partBytes)).toEqual({ text: `a,b\n${rows(1, 5)}`, isBroken: false });
    }
    expect((await unpacked(Buffer.concat([whole, Buffer.alloc(5_000)]))).isBroken).toBe(false);
    expect((await readWhole(whole)).records.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });

  it("gives out whatever stands before its fault: cut, wrong sums, a second member that is none", async () => {
    const first = gzipSync(rows(1, 500));
    const wrongSum = Buffer.from(first);
    wrongSum.writeUInt32LE(7, first.length - 8);
    for (const [what, bytes] of Object.entries({
      "cut in the sums": first.subarray(0, -3),
      "wrong sum": wrongSum,
      "text behind it": Buffer.concat([first, Buffer.from("and more")]),
      "a damaged second member": Buffer.concat([first, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff])]),
    }))
      for (const partBytes of [64, bytes.length])
        expect([what, await unpacked(bytes, partBytes)]).toEqual([what, { text: rows(1, 500), isBroken: true }]);
  });

  it("lets go of its source when nobody reads on, and when it is broken", async () => {
    let isOpen = true;
    async function* held(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      isOpen = true;
      try {
        yield* pieces(bytes, 64);
      } finally {
        isOpen = false;
      }
    }
    for await (const part of gunzip(held(gzipSync(rows(1, 5_000))))) {
      expect([part.byteLength > 0, isOpen]).toEqual([true, true]);
      break;
    }
    expect(isOpen).toBe(false);
    const broken = gunzip(held(Buffer.alloc(500, 7)));
    await expect(broken.next()).rejects.toBeInstanceOf(BrokenGzip);
    expect(isOpen).toBe(false);
  });

  it("that breaks off tells the record and line that were reached, and the records before are whole", async () => {
    const first = gzipSync(`id,name\n${rows(1, 300)}`);
    const second = gzipSync(rows(301, 300));
    const read = await readWhole(Buffer.concat([first, second.subarray(0, 4)]), CSV_FORM, 4_096);
    expect(read.records.length).toBe(300);
    expect(read.fault).toEqual({ line: 302, record: 301, reason: "The gzip file is damaged or ends early." });
    const cut = await readWhole(first.subarray(0, first.length - 200), CSV_FORM, 4_096);
    expect(cut.records.length).toBeGreaterThan(100);
    expect(cut.fault).toMatchObject({ record: cut.records.length + 1, line: cut.records.length + 2 });
    const lines = gzipSync(rows(1, 40).replaceAll(/.+/g, '{"a":1}'));
    const json = await readWhole(lines.subarray(0, -2), { ...CSV_FORM, kind: "ndjson" }, 4_096);
    expect([json.records.length, json.fault?.record, json.fault?.line]).toEqual([40, 41, 41]);
  });
});
