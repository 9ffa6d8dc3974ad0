import fc from "fast-check";
import { expect, it } from "vitest";
import { bitsWhere } from "./bitset.ts";
import { rankByCategory } from "./category-ranking.ts";

it("hands out what a full sort would, whatever categories close on the way", () => {
  const catalogues = fc.array(fc.record({ category: fc.nat(4), score: fc.nat(6), isIn: fc.boolean() }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(catalogues, fc.integer({ min: 1, max: 5 }), (given, limit) => {
      const items = given.toSorted((left, right) => left.category - right.category);
      const isBetter = (left: number, right: number) => {
        const difference = (items[left]?.score ?? -1) - (items[right]?.score ?? -1);
        return difference === 0 ? left < right : difference > 0;
      };
      const categoryOf = Int32Array.from(items, (item) => item.category);
      const counts = new Map<number, number>();
      const countOf = (index: number) => counts.get(categoryOf[index] ?? -1) ?? 0;
      const take = (index: number) => counts.set(categoryOf[index] ?? -1, countOf(index) + 1);

      const sorted = [...items.keys()]
        .filter((index) => items[index]?.isIn)
        .toSorted((a, b) => (isBetter(a, b) ? -1 : 1));
      const expected = sorted.filter((index) => countOf(index) < limit && take(index));

      counts.clear();
      const ranking = rankByCategory(
        bitsWhere(items.length, (index) => items[index]?.isIn === true),
        categoryOf,
        isBetter,
      );
      const handed: number[] = [];
      for (;;) {
        const index = ranking.next((category) => (counts.get(category) ?? 0) < limit);
        if (index === undefined) break;
        take(index);
        handed.push(index);
      }
      expect(handed).toEqual(expected);
    }),
  );
});
