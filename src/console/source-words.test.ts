import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { source, type SourceSpec } from "#catalogue/feeds/mapping/source.ts";
import { sourceOf, sourceWords } from "./source-words.ts";

describe("a source of a feed's mapping in one line", () => {
  it("is a column, the same for each product, or a text with values in it", () => {
    expect(["price.amount", "=EUR", "https://shop.example/{sku}"].map((line) => source.parse(sourceOf(line)))).toEqual([
      "price.amount",
      { constant: "EUR", pick: "first" },
      { text: "https://shop.example/{sku}", pick: "first" },
    ]);
  });

  it("is not said in a line where a line would mean something else", () => {
    const specs: readonly SourceSpec[] = [
      "=odd column",
      "a {column}",
      { from: "sku", pick: "first" },
      { constant: "a", pick: "last" },
      { text: "without values", pick: "first" },
      { text: "{a}", split: ",", pick: "first" },
    ];
    expect(specs.map(sourceWords)).toEqual(specs.map(() => undefined));
  });

  it("comes back from its line as it was, whatever its words are", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), (line) => {
        expect(sourceWords(sourceOf(line))).toBe(line);
      }),
    );
  });
});
