import type { BuyerWorld } from "./hidden-buyers.ts";

/** Two segments that nobody sees, each with three moods: keen, calm and elsewhere. */
const MOODS = 3;
const PACE = [
  [0.07, 0.012, 0],
  [0.04, 0.003, 0],
] as const;
/** From mood to mood in a day. */
const TURNS = [
  [
    [0.97, 0.025, 0.005],
    [0.012, 0.983, 0.005],
    [0.002, 0.006, 0.992],
  ],
  [
    [0.94, 0.03, 0.03],
    [0.002, 0.983, 0.015],
    [0.0005, 0.0005, 0.999],
  ],
] as const;
const STARTS = [
  [0.3, 0.5, 0, 0.1, 0.1, 0],
  [0.05, 0.15, 0, 0.2, 0.6, 0],
] as const;

/** Interests that come and go: a buyer changes her mood without a word, and what she buys says something of it. */
export const restlessBuyers: BuyerWorld = {
  name: "restless",
  kinds: ["invited", "passing"],
  words: ["sport", "garden", "paper"],
  says: [
    [0.7, 0.2, 0.1],
    [0.35, 0.55, 0.1],
    [0.3, 0.3, 0.4],
    [0.3, 0.1, 0.6],
    [0.05, 0.2, 0.75],
    [0.1, 0.1, 0.8],
  ],
  start: (kind) => STARTS[kind] ?? STARTS[0],
  step: (chances) => {
    const before = Float64Array.from(chances);
    chances.fill(0);
    before.forEach((chance, state) => {
      if (chance === 0) return;
      const segment = Math.floor(state / MOODS);
      TURNS[segment]?.[state % MOODS]?.forEach((turn, mood) => {
        const to = segment * MOODS + mood;
        chances[to] = (chances[to] ?? 0) + turn * chance;
      });
    });
  },
  buys: (state) => PACE[Math.floor(state / MOODS)]?.[state % MOODS] ?? 0,
  entries: 300,
  cut: 400,
  horizon: 60,
  quietDays: 60,
};
