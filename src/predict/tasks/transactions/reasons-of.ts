import { type WeightedLearner, reasonsFor } from "#predict/tasks/candidates/reasons.ts";
import type { Features, View } from "./features-at.ts";
import type { Histories } from "./histories.ts";
import { shownFeature } from "./shown-feature.ts";
import { chanceColumns, type PurchaseModels, purchaseRowsAt, weeksOf } from "./purchase-models.ts";

type Told = { readonly parts: readonly WeightedLearner[]; readonly models: PurchaseModels };
type Seen = { readonly histories: Histories; readonly features: Features; readonly view: View };

/**
 * Why each account has its score. A buy-till-you-die model that stands alone is told by its own steps: what it says of any new
 * customer, of one who buys so often, and of one who has been silent so long.
 */
export function reasonsOf(
  { parts, models }: Told,
  { histories, features, view }: Seen,
): ReadonlyArray<readonly string[]> {
  const alone = parts.length === 1 ? parts[0]?.learner.inputs : undefined;
  const name = (["bg", "pareto", "mbg"] as const).find(
    (each) => alone?.length === 1 && alone[0] === chanceColumns[each],
  );
  const rows = Array.from(features.counts.keys());
  if (name === undefined) return rows.map((row) => reasonsFor(parts, { rows: features.inputs, row }, shownFeature));
  return stepsOf(models[name], { histories, features, view });
}

/** What a buy-till-you-die model says step by step of each account. */
export function stepsOf(
  model: PurchaseModels["bg"],
  { histories, features, view }: Seen,
): ReadonlyArray<readonly string[]> {
  const past = purchaseRowsAt(histories, features.past, view.until);
  return Array.from(features.counts, (_, row) =>
    model.explain(past, row, weeksOf(view.horizon)).map(({ reason, chance }) => `${reason}: ${points(chance)}`),
  );
}

/** "+12 %": a part of a chance, in points. */
function points(chance: number): string {
  const percent = Math.round(1_000 * chance) / 10;
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent)} %`;
}
