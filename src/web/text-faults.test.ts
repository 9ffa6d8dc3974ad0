import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { isStorableText, textFaults } from "./text-faults.ts";

const pointersOf = (value: unknown, pointer?: string) => textFaults(value, pointer).map((fault) => fault.pointer);

describe("texts that no database keeps", () => {
  it("are pointed at wherever they stand, as key or as value", () => {
    const body = {
      name: "a\u0000",
      tags: ["ok", "\ud83c"],
      "a/b~c": { "\udf31": "\u0000", deep: [{ x: "\udf31\ud83c" }] },
    };
    expect(pointersOf(body)).toEqual(["/name", "/tags/1", "/a~1b~0c/\udf31", "/a~1b~0c/deep/0/x"]);
    expect(pointersOf("\u0000")).toEqual([""]);
    expect(pointersOf({ name: "\u0000" }, "/batch/3")).toEqual(["/batch/3/name"]);
  });

  it("are not every text that looks strange", () => {
    expect(pointersOf({ a: "🌱\uFFFD\uFFFF\u0001\u{10ffff}", "\n": [null, 1, true, undefined, ""] })).toEqual([]);
  });

  it("are told ten at a time, and none of their words is said back", () => {
    const faults = textFaults(Array.from({ length: 1_000 }, () => "canary\u0000"));
    expect(faults).toHaveLength(10);
    expect(JSON.stringify(faults)).not.toContain("canary");
  });

  it("are all there are: every other text comes back as it was, as a parameter and out of JSON", async () => {
    const store = await freshStore();
    const units = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0x22, 0x5c, 0xd83c, 0xdf31, 0xfffe));
    const anyText = fc.array(units, { maxLength: 12 }).map((codes) => String.fromCharCode(...codes));
    const property = fc.asyncProperty(fc.array(anyText, { maxLength: 50 }), async (some) => {
      const texts = some.filter(isStorableText);
      for (const text of texts) expect(await store.read(sql`select ${text} as text`)).toEqual([{ text }]);
      const rows = await store.read<{ text: string }>(
        sql`select item.value ->> 0 as text from json_each(${JSON.stringify(texts.map((text) => [text]))}) as item`,
      );
      expect(rows.map(({ text }) => text)).toEqual(texts);
    });
    await fc.assert(property, { numRuns: 100 });
    expect([isStorableText("\\u0000"), isStorableText("\\ud83c")]).toEqual([true, true]);
  });
});
