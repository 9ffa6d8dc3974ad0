import type { Random } from "#kernel/random.ts";
import { type Model, RefusedRows } from "#predict/models/model.ts";
import type { Matrix } from "#predict/numerics/matrix.ts";
import { type FittedNext, fittedNext, NEXT_KIND, openNext } from "./fitted-next.ts";
import { historiesOf, type Histories } from "./histories.ts";
import { countHistory, emptyCounts, itemTables } from "./item-tables.ts";
import { learnWeights } from "./learn-weights.ts";

export type NextSettings = {
  /** Only the items that most customers have are foretold; 2,000 unless given. */
  readonly mostItems?: number;
  /** Similar items remembered of each item; 200 unless given. */
  readonly neighbours?: number;
};

/**
 * What a customer buys next, item or category: whether again something that she had (logistic), which of those (conditional
 * logit of how often and how lately), or which new one (conditional logit of the similarity of items by who has them, shrunk,
 * of what follows on what, and of popularity). Rows are lines: customer, at, item. The split into repeat and new follows
 * Anderson, Kumar, Tomkins and Vassilvitskii, "The dynamics of repeat consumption" (2014).
 */
export function nextItem(settings: NextSettings = {}): Model<FittedNext> {
  const { mostItems = 2_000, neighbours = 200 } = settings;
  return {
    name: NEXT_KIND.name,
    fit: (matrix: Matrix, { random }: { readonly random: Random }) => {
      const { items, histories, customers } = mostHeld(historiesOf(NEXT_KIND.name, matrix), mostItems);
      if (items.length < 2) throw new RefusedRows(NEXT_KIND.name, "there are fewer than two items", { column: "item" });
      const counts = emptyCounts(items.length);
      for (const history of histories) countHistory(counts, history, 1);
      const weights = learnWeights(histories, { items, counts, neighbours, random });
      return fittedNext({ tables: itemTables(items, counts, neighbours), weights, customers: customers.length });
    },
  };
}

export function loadNextItem(json: unknown): FittedNext {
  return openNext(json);
}

/** The histories in the items that most customers have, by name. */
function mostHeld({ customers, items, histories }: Histories, most: number): Histories {
  const holders = new Float64Array(items.length);
  for (const history of histories) {
    for (const item of new Set(history.flat())) holders[item] = (holders[item] ?? 0) + 1;
  }
  const kept = [...items.keys()]
    .filter((item) => (holders[item] ?? 0) > 0)
    .sort((a, b) => (holders[b] ?? 0) - (holders[a] ?? 0) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  const codeOf = new Map(kept.map((item, code) => [item, code]));
  return {
    customers,
    items: kept.map((item) => items[item] ?? ""),
    histories: histories.map((history) => recoded(history, codeOf)),
  };
}

function recoded(history: readonly (readonly number[])[], codeOf: ReadonlyMap<number, number>) {
  return history
    .map((basket) => basket.flatMap((item) => codeOf.get(item) ?? []))
    .filter((basket) => basket.length > 0);
}
