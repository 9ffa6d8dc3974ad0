import { type Random, randomInt } from "#kernel/random.ts";
import { binomial, irls } from "#predict/numerics/irls.ts";
import {
  type Alternatives,
  type Choices,
  choicesOf,
  FRESH_FEATURES,
  OWNED_FEATURES,
  REPEAT_FEATURES,
} from "./choices.ts";
import { type ChoiceSet, fitConditionalLogit } from "./conditional-logit.ts";
import type { History } from "./histories.ts";
import { countHistory, type ItemCounts, type ItemTables, itemTables } from "./item-tables.ts";

/** How much each feature counts: whether it is a repeat, which repeat, and which new item. */
export type NextWeights = {
  readonly repeat: readonly number[];
  readonly owned: readonly number[];
  readonly fresh: readonly number[];
};

export type Learning = {
  readonly items: readonly string[];
  readonly counts: ItemCounts;
  readonly neighbours: number;
  readonly random: Random;
};

const FOLDS = 5;
/** Baskets of one customer that are foretold from those before them, the last ones. */
const DEPTH = 3;
const MOST_CUSTOMERS = 20_000;
const MOST_FRESH = 256;
const RIDGE = 1;

type Lessons = { repeat: Float64Array[]; share: number[]; owned: ChoiceSet[]; fresh: ChoiceSet[] };

/**
 * Learns from what the customers themselves bought next: each basket is foretold from the ones before it, with tables that the
 * customer's fold was counted out of. Counting out the one customer alone would betray her next item by its missing count.
 */
export function learnWeights(histories: readonly History[], learning: Learning): NextWeights {
  const lessons: Lessons = { repeat: [], share: [], owned: [], fresh: [] };
  const pupils = sampled(histories, learning.random);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const mine = pupils.filter((_, place) => place % FOLDS === fold);
    for (const history of mine) countHistory(learning.counts, history, -1);
    const tables = itemTables(learning.items, learning.counts, learning.neighbours);
    for (const history of mine) addHistory(lessons, { tables, history }, learning.random);
    for (const history of mine) countHistory(learning.counts, history, 1);
  }
  return {
    repeat: [...repeatWeights(lessons)],
    owned: [...fitConditionalLogit(lessons.owned, OWNED_FEATURES.length, RIDGE)],
    fresh: [...fitConditionalLogit(lessons.fresh, FRESH_FEATURES.length, RIDGE)],
  };
}

function sampled(histories: readonly History[], random: Random): readonly History[] {
  const useful = histories.filter((history) => history.length > 1);
  for (let place = 0; place < Math.min(MOST_CUSTOMERS, useful.length - 1); place += 1) {
    const other = place + randomInt(random, useful.length - place);
    const [here, there] = [useful[place], useful[other]];
    if (here !== undefined && there !== undefined) [useful[place], useful[other]] = [there, here];
  }
  return useful.slice(0, MOST_CUSTOMERS);
}

type Pupil = { readonly tables: ItemTables; readonly history: History };

function addHistory(lessons: Lessons, { tables, history }: Pupil, random: Random): void {
  for (let at = Math.max(1, history.length - DEPTH); at < history.length; at += 1) {
    const basket = new Set(history[at]);
    if (basket.size === 0) continue;
    addLesson(lessons, { choices: choicesOf(tables, history.slice(0, at)), basket }, random);
  }
}

type Lesson = { readonly choices: Choices; readonly basket: ReadonlySet<number> };

function addLesson(lessons: Lessons, { choices, basket }: Lesson, random: Random): void {
  const { owned, fresh, repeat } = choices;
  const takenOf = ({ items }: Alternatives) =>
    Float64Array.from(items, (item) => (basket.has(item) ? 1 / basket.size : 0));
  const again = takenOf(owned);
  const share = again.reduce((sum, part) => sum + part, 0);
  lessons.repeat.push(repeat);
  lessons.share.push(share);
  if (share > 0 && owned.items.length > 1) lessons.owned.push({ alternatives: owned, taken: again });
  if (share < 1 && fresh.items.length > 1)
    lessons.fresh.push(thinned({ alternatives: fresh, taken: takenOf(fresh) }, random));
}

/** What was taken and a uniform sample of the rest: the weights stay consistent (McFadden 1978). */
function thinned(set: ChoiceSet, random: Random): ChoiceSet {
  const { items, width, features } = set.alternatives;
  if (items.length <= MOST_FRESH) return set;
  const keep = Math.max(0, MOST_FRESH / items.length);
  const places = [...items.keys()].filter((place) => (set.taken[place] ?? 0) > 0 || random.next() < keep);
  const kept = new Float64Array(places.length * width);
  places.forEach((place, to) => kept.set(features.subarray(place * width, (place + 1) * width), to * width));
  return {
    alternatives: { items: Int32Array.from(places, (place) => items[place] ?? 0), width, features: kept },
    taken: Float64Array.from(places, (place) => set.taken[place] ?? 0),
  };
}

function repeatWeights({ repeat, share }: Lessons): Float64Array {
  if (share.length === 0) return new Float64Array(REPEAT_FEATURES.length);
  const columns = REPEAT_FEATURES.map((_, index) => Float64Array.from(repeat, (features) => features[index] ?? 0));
  const ridge = REPEAT_FEATURES.map(() => RIDGE);
  return irls({ columns, y: Float64Array.from(share), family: binomial, ridge }).coefficients;
}
