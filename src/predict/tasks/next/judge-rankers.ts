import { randomInt, seededRandom } from "#kernel/random.ts";
import { isAsGood } from "#predict/evaluate/is-as-good.ts";
import type { FittedNext } from "#predict/next/fitted-next.ts";
import type { NextEvidence } from "#predict/tasks/model-card.ts";
import type { Asked } from "./lines-of.ts";
import { rankers, type RankerName, rankerNames, topOf } from "./rankers.ts";

/** More customers than these tell no more of a rule. */
const MOST_ASKED = 4_000;
const GUESSES = 10;
/** Of few items nearly all would be guessed: then a quarter of them are. */
const SHARE = 0.25;
const FEW = 5;

export type NextFigures = {
  /** Mean over customers of the share of the next basket that is among the first 10 guesses (of few items: countGuesses). */
  readonly recallAt10: number;
  /** Share of customers with a hit among the first 5. */
  readonly hitAt5: number;
  /** Among the first 5 guesses of what she never had: share that is in the next basket. */
  readonly newPrecisionAt5: number;
  readonly recalls: Float64Array;
};

/** How often what came next was among the guesses. */
export function judgeRanker(name: RankerName, fitted: FittedNext, asked: readonly Asked[]): NextFigures {
  const recalls = new Float64Array(asked.length);
  let [hits, news] = [0, 0];
  asked.forEach(({ before, wanted }, place) => {
    const scores = rankers[name](fitted, before);
    const isWanted = (item: number) => wanted.has(fitted.items[item] ?? "");
    const guesses = topOf(scores, countGuesses(fitted.items.length));
    recalls[place] = guesses.filter(isWanted).length / wanted.size;
    hits += guesses.slice(0, FEW).some(isWanted) ? 1 : 0;
    const had = new Set(before.flat());
    news += topOf(scores, FEW, (item) => !had.has(fitted.items[item] ?? "")).filter(isWanted).length / FEW;
  });
  const { length } = asked;
  const recallAt10 = recalls.reduce((sum, each) => sum + each, 0) / length;
  return { recallAt10, hitAt5: hits / length, newPrecisionAt5: news / length, recalls };
}

/** How many guesses recall is told of: 10, and of fewer than 40 items a quarter. */
export function countGuesses(items: number): number {
  return Math.max(1, Math.min(GUESSES, Math.ceil(SHARE * items)));
}

export type RankerChoice = {
  readonly name: RankerName;
  readonly evidence: readonly NextEvidence[];
  readonly words: string;
};

/** The simplest whose recall is within one standard error of the best, over the same customers. */
export function chooseRanker(fitted: FittedNext, asked: readonly Asked[]): RankerChoice {
  const judged = rankerNames.map((name) => ({ name, ...judgeRanker(name, fitted, asked) }));
  const best = judged.reduce((top, each) => (each.recallAt10 > top.recallAt10 ? each : top));
  const losses = (each: { readonly recalls: Float64Array }) => each.recalls.map((recall) => 1 - recall);
  const chosen = judged.find((each) => isAsGood(losses(each), losses(best))) ?? best;
  return {
    name: chosen.name,
    evidence: judged.map(({ name, recallAt10, hitAt5 }) => ({
      candidate: name,
      recallAt10,
      hitAt5,
      isChosen: name === chosen.name,
    })),
    words:
      chosen === best
        ? `"${best.name}" had the highest recall, and nothing simpler came within one standard error of it.`
        : `"${best.name}" had the highest recall; "${chosen.name}" is simpler and within one standard error of it.`,
  };
}

export function sampleAsked(asked: readonly Asked[], seed: number): readonly Asked[] {
  if (asked.length <= MOST_ASKED) return asked;
  const random = seededRandom(seed);
  const left = [...asked];
  return Array.from({ length: MOST_ASKED }, () => left.splice(randomInt(random, left.length), 1)).flat();
}
