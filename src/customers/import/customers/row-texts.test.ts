import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listOf, type RowText, RowTexts, textOf } from "./row-texts.ts";

const parsed = (texts: readonly RowText[]) => JSON.parse(Buffer.from(listOf(texts)).toString("utf8")) as unknown[];

describe("texts of rows that wait to be written", () => {
  it("come back as they were, alone or as a list of any of them in any order", () => {
    const rows = fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.integer()), { maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(39)), (values, picks) => {
        const texts = new RowTexts();
        const kept = values.map((value) => texts.keep(JSON.stringify(value)));
        expect(kept.map((text) => JSON.parse(textOf(text)) as unknown)).toEqual(values);
        const chosen = picks.filter((index) => index < values.length);
        const found = parsed(chosen.flatMap((index) => kept[index] ?? []));
        expect(found).toEqual(chosen.map((index) => values[index]));
      }),
    );
  });

  it("stand side by side while there is room, and a long one gets a place of its own", () => {
    const texts = new RowTexts();
    const kept = ["[1]", `["${"ä".repeat(200_000)}"]`, "[2]"].map((text) => texts.keep(text));
    expect(parsed(kept).length).toBe(3);
    expect(parsed([])).toEqual([]);
  });
});
