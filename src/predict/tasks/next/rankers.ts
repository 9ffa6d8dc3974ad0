import { remembered } from "#kernel/remember.ts";
import type { FittedNext } from "#predict/next/fitted-next.ts";
import { recencyFrequency } from "#predict/next/recency-frequency.ts";

/** What says how likely each item is behind a history of baskets: scores of all items of the model. */
export type Ranker = (fitted: FittedNext, before: ReadonlyArray<readonly string[]>) => Float64Array;

const DECAY = 0.9;
const SIMILARITY = 0.3;

const codesOf = remembered(
  (items: readonly string[]): ReadonlyMap<string, number> => new Map(items.map((item, code) => [item, code])),
  () => "",
);

const byRule =
  (similarity: number): Ranker =>
  ({ items, tables }, before) => {
    const codeOf = codesOf(items, undefined);
    const history = before.map((basket) => basket.flatMap((item) => codeOf.get(item) ?? []));
    return sharesOf(recencyFrequency(tables, history, { decay: DECAY, similarity }), tables.share);
  };

/** All of them, the simplest first. Their scores add up to 1; those of the last are chances. */
export const rankers = {
  popularity: ({ tables }) => Float64Array.from(tables.share),
  "what she had": byRule(0),
  "what she had, and what is like it": byRule(SIMILARITY),
  "again or new, then which": (fitted, before) => fitted.chances(before),
} as const satisfies Readonly<Record<string, Ranker>>;

export type RankerName = keyof typeof rankers;
export const rankerNames = Object.keys(rankers) as readonly RankerName[];

/** Items that a rule says nothing of come last, by popularity. */
const CRUMB = 1e-6;

function sharesOf(scores: Float64Array, popularity: readonly number[]): Float64Array {
  const raised = scores.map((score, item) => score + CRUMB * (popularity[item] ?? 0));
  const whole = raised.reduce((sum, score) => sum + score, 0);
  return raised.map((score) => score / whole);
}

/** Places of the highest scores, highest first; of equal ones the first. Looks at each once. */
export function topOf(
  scores: Float64Array,
  most: number,
  isAsked: (item: number) => boolean = () => true,
): readonly number[] {
  const top: number[] = [];
  for (let item = 0; item < scores.length; item += 1) {
    const score = scores[item] ?? 0;
    const last = top[most - 1];
    if ((last !== undefined && (scores[last] ?? 0) >= score) || !isAsked(item)) continue;
    let place = Math.min(top.length, most - 1);
    while (place > 0 && (scores[top[place - 1] ?? 0] ?? 0) < score) {
      top[place] = top[place - 1] ?? 0;
      place -= 1;
    }
    top[place] = item;
  }
  return top;
}
