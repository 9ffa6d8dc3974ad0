import type { Placement } from "./fill-slot.ts";
import type { PreparedRule } from "./prepare-rules.ts";
import { reasonOf, type ScoreParts } from "./reason.ts";
import type { ProductScores } from "./score-products.ts";
import type { AppliedRule, SelectedItem, SelectionInput } from "./selection.ts";
import type { SlotRun } from "./slot-run.ts";
import type { SelectorParts } from "./selector-parts.ts";

type ItemFacts = {
  readonly parts: SelectorParts;
  readonly input: SelectionInput;
  readonly scores: ProductScores;
  readonly slotRun: SlotRun;
};

/** A placed product with its score, its reason and the rules that had a say. */
export function itemOf(
  { parts, input, scores, slotRun }: ItemFacts,
  placement: Placement,
  position: number,
): SelectedItem {
  const { index } = placement;
  const { slot } = slotRun.snapshot;
  const product = parts.catalogue.products[index];
  if (product === undefined) throw new RangeError(`No product at ${index}.`);
  const { category } = product;
  const signals = input.scores.signalByCategory;
  return {
    productId: product.id,
    code: product.code,
    slot: slot.name,
    position,
    score: slotRun.scores[index] ?? 0,
    reason: reasonOf({
      placement,
      parts: scorePartsOf(parts, scores, index),
      category,
      categoryWords: parts.categoryWordsOf(category),
      foretold: scores.foretold?.[index],
      isByForecast: slotRun.isForetold,
      signal: signals !== undefined && Object.hasOwn(signals, category) ? signals[category] : undefined,
      explorationShare: slot.explorationShare ?? 0,
    }),
    rules: appliedRules(slotRun, placement),
  };
}

function scorePartsOf({ catalogue }: SelectorParts, scores: ProductScores, index: number): ScoreParts {
  return {
    affinity: scores.affinities[catalogue.categoryOf[index] ?? 0] ?? 0,
    predicted: scores.predicted?.[index] ?? 0,
    popularity: scores.popularity?.[index] ?? 0,
  };
}

function appliedRules({ snapshot, holds }: SlotRun, { index, how, by }: Placement): readonly AppliedRule[] {
  const promotes = snapshot.promotes.filter((rule) => holds(rule, index));
  const boosts = snapshot.boosts.filter((rule) => holds(rule, index));
  const pin = how === "pinned" && by !== undefined ? [by] : [];
  // Every eligible rule in force holds for what was placed.
  return [...pin, ...promotes, ...boosts, ...snapshot.eligible].map(nameOf);
}

function nameOf({ rule: { id, name, kind } }: PreparedRule): AppliedRule {
  return { id, name, kind };
}
