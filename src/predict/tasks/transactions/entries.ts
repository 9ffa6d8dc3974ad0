import type { Histories, Past } from "./histories.ts";

/** An account's entries so far: the places of the first and the last one, and how many. */
export type Entries = { readonly first: number; readonly last: number; readonly count: number };

export function entriesOf({ from }: Histories, { accounts, counts }: Past): readonly Entries[] {
  return Array.from(accounts, (account, row): Entries => {
    const [first, count] = [from[account] ?? 0, counts[row] ?? 1];
    return { first, last: first + count - 1, count };
  });
}

export function meanOver(values: Float64Array, { first, last, count }: Entries): number {
  let sum = 0;
  for (let entry = first; entry <= last; entry += 1) sum += values[entry] ?? 0;
  return sum / count;
}
