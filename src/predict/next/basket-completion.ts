import { type Fitted, type Model, openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { exp } from "#predict/numerics/exponential.ts";
import { minimise } from "#predict/numerics/lbfgs.ts";
import { log } from "#predict/numerics/logarithm.ts";
import { logSumExp } from "#predict/numerics/log-sum-exp.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { completionLoss, completionUtilities } from "./completion-loss.ts";
import { wordsOf } from "./histories.ts";
import { isNumbers, isWords } from "./parse-next.ts";

const kind = { name: "basket-completion", version: 1 } as const;

export type CompletionSettings = {
  /** Penalty of the pulls, for a log-likelihood in which a basket weighs 1; 1 unless given. */
  readonly ridge?: number;
  /** Only the items that most baskets hold are guessed; 300 unless given. */
  readonly mostItems?: number;
};

export type Completed = { readonly item: string; readonly chance: number };

export type FittedCompletion = Fitted & {
  readonly items: readonly string[];
  readonly baskets: number;
  /** Chance of each of `items` to be the one that is missing in this basket; 0 for what lies in it. Unknown names are passed over. */
  chances(basket: readonly string[]): Float64Array;
  /** The likeliest missing items of each basket of rows (basket, item), in the order of their names. */
  score(
    rows: Matrix,
    most?: number,
  ): ReadonlyArray<{ readonly basket: string; readonly missing: readonly Completed[] }>;
  /** By how much each item of the basket raises (> 0) or lowers the utility of `item`, strongest first. */
  explain(basket: readonly string[], item: string): ReadonlyArray<{ readonly because: string; readonly pull: number }>;
};

/**
 * What is missing in a basket: a multinomial logit over the items outside of it, whose utilities are a popularity and what each
 * item inside pulls (ridge-penalised, over the root of their number). It is fitted to the very question: each item of each
 * known basket is hidden in turn. Rows are lines: basket, item.
 */
export function basketCompletion(settings: CompletionSettings = {}): Model<FittedCompletion> {
  const { ridge = 1, mostItems = 300 } = settings;
  return {
    name: kind.name,
    fit: (matrix: Matrix) => {
      const { items, held, baskets } = basketsOf(matrix, mostItems);
      const size = items.length;
      const whole = baskets.filter((basket) => basket.length > 1);
      if (whole.length === 0) throw new RefusedRows(kind.name, "no basket holds two items");
      const start = new Float64Array(size * size + size);
      held.forEach((count, item) => (start[size * size + item] = log(count)));
      const { point } = minimise(completionLoss({ size, baskets: whole }, ridge), start, {
        tolerance: 1e-6,
        maxIterations: 60,
      });
      return fitted({ items, weights: point, baskets: baskets.length });
    },
  };
}

export function loadBasketCompletion(json: unknown): FittedCompletion {
  const found = openFitted(json, kind);
  const { items, weights, baskets } = found;
  if (!isWords(items) || !isNumbers(weights, items.length ** 2 + items.length) || typeof baskets !== "number") {
    throw new RefusedModel(`${kind.name}: the items or weights are damaged.`);
  }
  return fitted({ items, weights: Float64Array.from(weights), baskets });
}

type State = { readonly items: readonly string[]; readonly weights: Float64Array; readonly baskets: number };

function fitted({ items, weights, baskets }: State): FittedCompletion {
  const size = items.length;
  const codeOf = new Map(items.map((item, code) => [item, code]));
  const coded = (basket: readonly string[]) =>
    [...new Set(basket.flatMap((item) => codeOf.get(item) ?? []))].sort((a, b) => a - b);
  const chances = (basket: readonly string[]): Float64Array => {
    const inside = coded(basket);
    const utilities = completionUtilities(weights, size, inside);
    for (const item of inside) utilities[item] = Number.NEGATIVE_INFINITY;
    const whole = logSumExp(utilities);
    return utilities.map((utility) => (utility === Number.NEGATIVE_INFINITY ? 0 : Math.min(1, exp(utility - whole))));
  };
  const complete = (basket: readonly string[], most: number): readonly Completed[] =>
    [...chances(basket).entries()]
      .filter(([, chance]) => chance > 0)
      .sort(([a, left], [b, right]) => right - left || a - b)
      .slice(0, most)
      .map(([item, chance]) => ({ item: items[item] ?? "", chance }));
  return Object.freeze({
    ...kind,
    items,
    baskets,
    chances,
    score: (rows: Matrix, most = 5) =>
      namedBaskets(rows).map(([basket, held]) => ({ basket, missing: complete(held, most) })),
    explain: (basket: readonly string[], item: string) => {
      const inside = coded(basket);
      const wanted = codeOf.get(item);
      if (wanted === undefined) return [];
      return inside
        .map((each) => ({
          because: items[each] ?? "",
          pull: (weights[each * size + wanted] ?? 0) / Math.sqrt(inside.length),
        }))
        .sort((a, b) => b.pull - a.pull || (a.because < b.because ? -1 : 1));
    },
    toJSON: () => ({ ...kind, items, baskets, weights: [...weights] }),
  });
}

/** Baskets by name, each with its different items by name. */
function namedBaskets(matrix: Matrix): ReadonlyArray<readonly [basket: string, items: readonly string[]]> {
  if (matrix.rows === 0) throw new RefusedRows(kind.name, "there are no rows");
  const baskets = wordsOf(kind.name, matrix, "basket");
  const items = wordsOf(kind.name, matrix, "item");
  const held = new Map<number, Set<number>>();
  for (let row = 0; row < matrix.rows; row += 1) {
    const basket = baskets.codes[row] ?? 0;
    held.set(basket, (held.get(basket) ?? new Set()).add(items.codes[row] ?? 0));
  }
  return [...held]
    .sort(([a], [b]) => a - b)
    .map(([basket, codes]) => [
      baskets.levels[basket] ?? "",
      [...codes].sort((a, b) => a - b).map((code) => items.levels[code] ?? ""),
    ]);
}

function basketsOf(matrix: Matrix, most: number) {
  const named = namedBaskets(matrix);
  const counts = new Map<string, number>();
  for (const [, items] of named) for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const items = [...counts]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([item]) => item)
    .sort();
  const codeOf = new Map(items.map((item, code) => [item, code]));
  const baskets = named.map(([, held]) => held.flatMap((item) => codeOf.get(item) ?? []).sort((a, b) => a - b));
  return { items, held: items.map((item) => counts.get(item) ?? 0), baskets };
}
