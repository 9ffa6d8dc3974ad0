import { log1p } from "#predict/numerics/logarithm.ts";
import { type Column, numberColumn } from "#predict/numerics/matrix.ts";
import { type Entries, entriesOf, meanOver } from "./entries.ts";
import type { Histories, Past } from "./histories.ts";

/** What else the records say: the mean, the last and the first of numbers, and the last word. */
export function otherColumns(histories: Histories, past: Past): readonly Column[] {
  const { numbers, words } = histories;
  const entries = entriesOf(histories, past);
  const told = numbers.flatMap(({ name, values }) => {
    // Counts and money are skewed: their logarithms say more. What may be negative stays as it is.
    const scale = values.every((value) => value >= 0) ? log1p : (value: number) => value;
    const column = (words: string, of: (each: Entries) => number) =>
      numberColumn(
        `${words} ${name}`,
        entries.map((each) => scale(of(each))),
      );
    return [
      column("mean", (each) => meanOver(values, each)),
      column("last", ({ last }) => values[last] ?? 0),
      column("first", ({ first }) => values[first] ?? 0),
    ];
  });
  const said = words.map(({ name, codes, levels }): Column => {
    const last = Int32Array.from(entries, (each) => codes[each.last] ?? -1);
    return { name: `last ${name}`, kind: "category", codes: last, levels };
  });
  return [...told, ...said];
}
