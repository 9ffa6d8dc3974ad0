import type { PurchaseRows } from "./purchase-rows.ts";

/** Histories, each once, with the number of customers who have it; in one order, whatever the order of the rows was. */
export type DistinctHistories = PurchaseRows & { readonly count: Float64Array; readonly customers: number };

/** Likelihoods are sums over customers: those with one history are counted, not added again. */
export function distinctHistories({ rows, frequency, recency, age }: PurchaseRows): DistinctHistories {
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) =>
      (frequency[a] ?? 0) - (frequency[b] ?? 0) ||
      (recency[a] ?? 0) - (recency[b] ?? 0) ||
      (age[a] ?? 0) - (age[b] ?? 0),
  );
  const kept = { frequency: new Float64Array(rows), recency: new Float64Array(rows), age: new Float64Array(rows) };
  const count = new Float64Array(rows);
  let size = 0;
  for (const row of order) {
    const last = size - 1;
    const isSame =
      kept.frequency[last] === frequency[row] && kept.recency[last] === recency[row] && kept.age[last] === age[row];
    if (isSame) {
      count[last] = (count[last] ?? 0) + 1;
      continue;
    }
    kept.frequency[size] = frequency[row] ?? 0;
    kept.recency[size] = recency[row] ?? 0;
    kept.age[size] = age[row] ?? 0;
    count[size] = 1;
    size += 1;
  }
  return {
    rows: size,
    customers: rows,
    frequency: kept.frequency.slice(0, size),
    recency: kept.recency.slice(0, size),
    age: kept.age.slice(0, size),
    count: count.slice(0, size),
  };
}

/** Fewer than these are not thinned: their sums take no time. */
const MANY = 4_000;
const SOME = 1_000;

/** A thousand histories that stand for many: each for those beside it in the order. undefined where they are few anyway. */
export function someHistories(all: DistinctHistories): DistinctHistories | undefined {
  if (all.rows < MANY) return undefined;
  const places = Int32Array.from({ length: SOME }, (_, part) => Math.floor(((part + 0.5) * all.rows) / SOME));
  const pick = (values: Float64Array) => Float64Array.from(places, (place) => values[place] ?? 0);
  const count = Float64Array.from(places, (_, part) => {
    const [from, to] = [part, part + 1].map((end) => Math.floor((end * all.rows) / SOME));
    return all.count.subarray(from, to).reduce((sum, each) => sum + each, 0);
  });
  const { customers } = all;
  return {
    rows: SOME,
    customers,
    frequency: pick(all.frequency),
    recency: pick(all.recency),
    age: pick(all.age),
    count,
  };
}
