import { gammaShare } from "./gamma-share.ts";
import type { BuyerWorld } from "./hidden-buyers.ts";

/** Days between purchases of each rhythm; the last state has no contract, or none any more. */
const RHYTHMS = [14, 28, 45] as const;
const ENDED = RHYTHMS.length;
/** Gaps are gamma: the larger the shape, the more regular. */
const SHAPE = 6;
const LONGEST = 400;
const STARTS = [
  [0.3, 0.2, 0.1, 0.4],
  [0.15, 0.25, 0.4, 0.2],
] as const;
/** Days that a contract runs, and the chance that it is made again, by kind. */
const RUNS = [90, 180] as const;
const RENEWED = [0.55, 0.75] as const;

/** Chance of a purchase on the g-th day of a gap that has lasted so long, by rhythm. */
const HAZARDS = RHYTHMS.map((mean) => {
  const upTo = Float64Array.from({ length: LONGEST + 1 }, (_, gap) => gammaShare(SHAPE, (SHAPE * gap) / mean));
  return upTo.map((share, gap) => {
    const before = gap === 0 ? 0 : (upTo[gap - 1] ?? 0);
    return before > 1 - 1e-9 ? 0.5 : Math.min((share - before) / (1 - before), 0.999);
  });
});

/** Regular buyers under a contract, which ends or is made again on a day that follows from the first purchase. */
export const contractBuyers: BuyerWorld = {
  name: "contract",
  kinds: ["quarter", "half-year"],
  words: ["small", "large"],
  says: [
    [0.7, 0.3],
    [0.5, 0.5],
    [0.3, 0.7],
    [0.8, 0.2],
  ],
  start: (kind) => STARTS[kind] ?? STARTS[0],
  step: (chances, kind, { age }) => {
    if (age % (RUNS[kind] ?? 1) !== 0) return;
    const renewed = RENEWED[kind] ?? 1;
    for (let state = 0; state < ENDED; state += 1) {
      chances[ENDED] = (chances[ENDED] ?? 0) + (1 - renewed) * (chances[state] ?? 0);
      chances[state] = renewed * (chances[state] ?? 0);
    }
  },
  buys: (state, _, { gap }) => (state === ENDED ? 0 : (HAZARDS[state]?.[Math.min(gap, LONGEST)] ?? 0)),
  entries: 400,
  cut: 450,
  horizon: 45,
  quietDays: 30,
};
