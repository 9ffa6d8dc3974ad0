import { type Fitted, type FittedJson, openFitted, RefusedModel } from "#predict/models/model.ts";
import { logistic } from "#predict/numerics/log-sum-exp.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { type Choices, choicesOf, FRESH_FEATURES, OWNED_FEATURES, REPEAT_FEATURES } from "./choices.ts";
import { choiceShares } from "./conditional-logit.ts";
import { historiesOf, type History } from "./histories.ts";
import type { ItemTables } from "./item-tables.ts";
import type { NextWeights } from "./learn-weights.ts";
import { parseTables, parseWeights } from "./parse-next.ts";

export const NEXT_KIND = { name: "next-item", version: 1 } as const;

/** An item foretold. `chance` is the probability that one item of the next basket, drawn at random, is this one. */
export type Foretold = { readonly item: string; readonly chance: number; readonly isNew: boolean };

export type NextAsked = {
  /** Items a customer; 10 unless given. */
  readonly most?: number;
  /** `new`: only what she never had (new spending opportunities), with chances given that it is something new. */
  readonly only?: "any" | "new";
};

/** Why an item: the item of hers that it goes with most, how near they are (0 to 1), and how much of what she has says so. */
export type NextReason = { readonly because: string; readonly similarity: number; readonly part: number };

export type FittedNext = Fitted & {
  readonly items: readonly string[];
  readonly tables: ItemTables;
  readonly customers: number;
  readonly weights: NextWeights;
  /** Chance of each of `items` behind a history of baskets; adds up to 1. Names that the model doesn't know are passed over. */
  chances(history: ReadonlyArray<readonly string[]>): Float64Array;
  /** The likeliest items behind the lines of each customer, in the order of their names. */
  score(
    rows: Matrix,
    asked?: NextAsked,
  ): ReadonlyArray<{ readonly customer: string; readonly next: readonly Foretold[] }>;
  /** What speaks for an item that a customer with this history never had, strongest first. */
  explain(history: ReadonlyArray<readonly string[]>, item: string): readonly NextReason[];
};

export type NextState = { readonly tables: ItemTables; readonly weights: NextWeights; readonly customers: number };

export function fittedNext(state: NextState): FittedNext {
  const { tables, weights, customers } = state;
  const codeOf = new Map(tables.items.map((item, code) => [item, code]));
  const coded = (history: ReadonlyArray<readonly string[]>): History =>
    history
      .map((basket) => [...new Set(basket)].flatMap((item) => codeOf.get(item) ?? []))
      .filter((basket) => basket.length > 0);
  return Object.freeze({
    ...NEXT_KIND,
    items: tables.items,
    tables,
    customers,
    weights,
    chances: (history: ReadonlyArray<readonly string[]>) => chancesOf(state, choicesOf(tables, coded(history))),
    score: (rows: Matrix, asked: NextAsked = {}) => {
      const found = historiesOf(NEXT_KIND.name, rows);
      return found.customers.map((customer, index) => {
        const named = (found.histories[index] ?? []).map((basket) => basket.map((item) => found.items[item] ?? ""));
        return { customer, next: foretell(state, coded(named), asked) };
      });
    },
    explain: (history: ReadonlyArray<readonly string[]>, item: string) =>
      reasonsFor(tables, coded(history), codeOf.get(item)),
    toJSON: () => ({ ...NEXT_KIND, customers, weights, tables }),
  });
}

/** P(repeat) × P(which of hers), and P(new) × P(which new one). */
function chancesOf({ tables, weights }: NextState, choices: Choices): Float64Array {
  const chances = new Float64Array(tables.items.length);
  const { repeat, owned, fresh } = choices;
  const utility = repeat.reduce((sum, feature, index) => sum + feature * (weights.repeat[index] ?? 0), 0);
  const chance = owned.items.length === 0 ? 0 : fresh.items.length === 0 ? 1 : logistic(utility);
  const spread = (alternatives: Choices["owned"], learnt: readonly number[], whole: number) => {
    const shares = choiceShares(alternatives, learnt);
    alternatives.items.forEach((item, place) => {
      chances[item] = whole * (shares[place] ?? 0);
    });
  };
  spread(owned, weights.owned, chance);
  spread(fresh, weights.fresh, 1 - chance);
  return chances;
}

function foretell(state: NextState, history: History, { most = 10, only = "any" }: NextAsked): readonly Foretold[] {
  const choices = choicesOf(state.tables, history);
  const owned = new Set(choices.owned.items);
  const chances = chancesOf(state, choices);
  const asked = [...chances.keys()].filter((item) => only === "any" || !owned.has(item));
  const whole = only === "any" ? 1 : asked.reduce((sum, item) => sum + (chances[item] ?? 0), 0);
  return asked
    .sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0) || a - b)
    .slice(0, most)
    .map((item) => ({
      item: state.tables.items[item] ?? "",
      chance: whole > 0 ? Math.min(1, (chances[item] ?? 0) / whole) : 0,
      isNew: !owned.has(item),
    }));
}

function reasonsFor({ items, near }: ItemTables, history: History, wanted: number | undefined): readonly NextReason[] {
  if (wanted === undefined) return [];
  const reasons = [...new Set(history.flat())].flatMap((owned) => {
    const place = near[owned]?.items.indexOf(wanted) ?? -1;
    const similarity = near[owned]?.similar[place] ?? 0;
    return similarity > 0 ? [{ because: items[owned] ?? "", similarity }] : [];
  });
  const total = reasons.reduce((sum, { similarity }) => sum + similarity, 0);
  return reasons
    .map(({ because, similarity }) => ({ because, similarity, part: similarity / total }))
    .sort((a, b) => b.similarity - a.similarity || (a.because < b.because ? -1 : 1));
}

/** The model of a document; RefusedModel for another kind, a newer version or damage. */
export function openNext(json: unknown): FittedNext {
  const found: FittedJson = openFitted(json, NEXT_KIND);
  const tables = parseTables(found["tables"]);
  const weights = parseWeights(found["weights"], [
    REPEAT_FEATURES.length,
    OWNED_FEATURES.length,
    FRESH_FEATURES.length,
  ]);
  const customers = found["customers"];
  if (tables === undefined || weights === undefined || typeof customers !== "number") {
    throw new RefusedModel(`${NEXT_KIND.name}: the tables or weights are damaged.`);
  }
  return fittedNext({ tables, weights, customers });
}
