import type { Random } from "#kernel/random.ts";
import { randomInt } from "#kernel/random.ts";
import type { Interval } from "#predict/evaluate/bootstrap.ts";
import { quantiles } from "#predict/numerics/quantile.ts";

/** What two models said of the customers that one split asked; `who` is the place of each among all customers. */
export type Asked = {
  readonly who: Int32Array;
  readonly y: Float64Array;
  readonly ours: Float64Array;
  readonly theirs: Float64Array;
};

const DRAWS = 1_000;

/**
 * Mean over splits of AUC(ours) − AUC(theirs), with a paired percentile bootstrap over customers: a customer who was drawn
 * twice counts twice in every split that asked her, so what splits share widens the interval as it must.
 */
export function pairedGain(splits: readonly Asked[], customers: number, random: Random): Interval {
  const sorted = splits.map((split) => ({ ours: sortedBy(split, split.ours), theirs: sortedBy(split, split.theirs) }));
  const gain = (times: Uint16Array) =>
    sorted.reduce((sum, { ours, theirs }) => sum + aucOf(ours, times) - aucOf(theirs, times), 0) / splits.length;
  const gains = Array.from({ length: DRAWS }, () => {
    const times = new Uint16Array(customers);
    for (let draw = 0; draw < customers; draw += 1) {
      const who = randomInt(random, customers);
      times[who] = (times[who] ?? 0) + 1;
    }
    return gain(times);
  });
  const [low = Number.NaN, high = Number.NaN] = quantiles(gains, [0.025, 0.975]);
  return { estimate: gain(new Uint16Array(customers).fill(1)), low, high };
}

type Sorted = { readonly who: Int32Array; readonly score: Float64Array; readonly y: Float64Array };

function sortedBy({ who, y }: Asked, scores: Float64Array): Sorted {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  return {
    who: Int32Array.from(order, (row) => who[row] ?? 0),
    score: Float64Array.from(order, (row) => scores[row] ?? 0),
    y: Float64Array.from(order, (row) => y[row] ?? 0),
  };
}

/** Area under the ROC curve where each customer counts so many times; ties count one half. */
function aucOf({ who, score, y }: Sorted, times: Uint16Array): number {
  let [below, positives, won, from] = [0, 0, 0, 0];
  while (from < who.length) {
    let [to, events, others] = [from, 0, 0];
    while (to < who.length && score[to] === score[from]) {
      const weight = times[who[to] ?? 0] ?? 0;
      if (y[to] === 1) events += weight;
      else others += weight;
      to += 1;
    }
    won += events * (below + others / 2);
    below += others;
    positives += events;
    from = to;
  }
  return won / (positives * below);
}
