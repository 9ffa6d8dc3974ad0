import type { BuyerWorld } from "./hidden-buyers.ts";

/** How keen a buyer is, for good; the last state has left. */
const KEENNESS = [0.2, 0.6, 1.6, 4] as const;
const LEFT = KEENNESS.length;
const STARTS = [
  [0.5, 0.3, 0.15, 0.05, 0],
  [0.25, 0.35, 0.3, 0.1, 0],
  [0.1, 0.3, 0.35, 0.25, 0],
] as const;
/** By kind: purchases a day of the average keenness, and the chance to leave on a day. */
const RATES = [0.006, 0.01, 0.014] as const;
const LEAVING = [0.006, 0.003, 0.0015] as const;
const YEAR = 365;

/** Rates that rise and fall with the year and differ by what is seen of a buyer, who leaves at a rate of her kind. */
export const seasonalBuyers: BuyerWorld = {
  name: "seasonal",
  kinds: ["market", "shop", "club"],
  words: ["gift", "staple", "special"],
  says: [
    [0.7, 0.2, 0.1],
    [0.5, 0.35, 0.15],
    [0.25, 0.5, 0.25],
    [0.1, 0.45, 0.45],
    [1, 0, 0],
  ],
  start: (kind) => STARTS[kind] ?? STARTS[0],
  step: (chances, kind) => {
    const leaving = LEAVING[kind] ?? 0;
    for (let state = 0; state < LEFT; state += 1) {
      chances[LEFT] = (chances[LEFT] ?? 0) + leaving * (chances[state] ?? 0);
      chances[state] = (1 - leaving) * (chances[state] ?? 0);
    }
  },
  buys: (state, kind, { day }) => {
    const season = 1 + 0.4 * Math.cos((2 * Math.PI * day) / YEAR);
    return state === LEFT ? 0 : 1 - Math.exp(-(RATES[kind] ?? 0) * (KEENNESS[state] ?? 0) * season);
  },
  entries: 400,
  cut: 500,
  horizon: 60,
  quietDays: 60,
};
