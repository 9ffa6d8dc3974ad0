import { log } from "#predict/numerics/logarithm.ts";
import { type Matrix, matrixOf, numberColumn } from "#predict/numerics/matrix.ts";

/** How long each simulated customer is known, and how much longer she is followed. */
export type Ages = { readonly ages: Float64Array; readonly horizon: number };

export type Simulated = {
  /** frequency, recency, age, log_intervals. */
  readonly rows: Matrix;
  /** Purchases in (T, T + horizon] of each customer. */
  readonly future: Float64Array;
};

/** A customer's purchases behind the first one: the time of the next, given that of the last; Infinity when there is none. */
export type Buyer = (lastAt: number) => number;

/** Follows one buyer a customer. Draws are made customer by customer, so that one seed makes one world. */
export function simulateHistories({ ages, horizon }: Ages, nextBuyer: () => Buyer): Simulated {
  const size = ages.length;
  const frequency = new Float64Array(size);
  const recency = new Float64Array(size);
  const logIntervals = new Float64Array(size);
  const future = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    const age = ages[row] ?? 0;
    const buyer = nextBuyer();
    let last = 0;
    for (let at = buyer(0); at <= age + horizon; last = at, at = buyer(at)) {
      if (at > age) {
        future[row] = (future[row] ?? 0) + 1;
        continue;
      }
      frequency[row] = (frequency[row] ?? 0) + 1;
      recency[row] = at;
      logIntervals[row] = (logIntervals[row] ?? 0) + log(at - last);
    }
  }
  const rows = matrixOf([
    numberColumn("frequency", frequency),
    numberColumn("recency", recency),
    numberColumn("age", ages),
    numberColumn("log_intervals", logIntervals),
  ]);
  return { rows, future };
}
