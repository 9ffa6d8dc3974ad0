import { err, ok, type Result } from "#kernel/result.ts";
import { indexCatalogue } from "./catalogue-index.ts";
import { explainChoice } from "./explain-choice.ts";
import { prepareRules } from "./prepare-rules.ts";
import type { ProductSet } from "./product.ts";
import { defaultWeights, productScorer } from "./score-products.ts";
import type { Explanation, ScoreWeights, Selection, SelectionInput, SelectorFault, Slot } from "./selection.ts";
import { slotFaults } from "./slot-faults.ts";
import { snapshots } from "./snapshot.ts";
import type { VendorRule } from "./vendor-rule.ts";
import type { RuleVocabulary } from "./vocabulary.ts";
import type { SelectorParts } from "./selector-parts.ts";
import { walkSlots } from "./walk-slots.ts";

export type SelectorSettings = {
  readonly products: readonly ProductSet[];
  readonly rules: readonly VendorRule[];
  /** Filled in this order. */
  readonly slots: readonly Slot[];
  readonly vocabulary: RuleVocabulary;
  readonly weights?: Partial<ScoreWeights> | undefined;
  /** Categories as a reader knows them, for reasons; absent ones stand as they are. */
  readonly categoryWords?: Readonly<Record<string, string>> | undefined;
};

/**
 * Chooses for one customer at a time. Pure: the same input gives the same selection, whatever was asked before and in
 * whatever order products and rules came.
 *
 * Held for every selection: no product set twice over all slots; none that is bought (unless repurchasable), out of stock or
 * outside its validity; none against an eligible or exclude rule; at most `maxPerCategory` of a category a slot, pins aside.
 */
export type Selector = {
  readonly select: (input: SelectionInput) => Selection;
  /** Why a product set stands where it stands, or what was the first to keep it out. */
  readonly explain: (input: SelectionInput, productId: number) => Explanation;
};

/** Compiles rules over a catalogue once for many customers; every fault of rules, slots and products at once. */
export function prepareSelector(settings: SelectorSettings): Result<Selector, readonly SelectorFault[]> {
  const { products, slots, vocabulary } = settings;
  const catalogue = indexCatalogue(products);
  const prepared = prepareRules(settings.rules, catalogue, { slots, vocabulary });
  const faults = [...slotFaults(slots), ...twiceGiven(products), ...prepared.faults];
  if (faults.length > 0) return err(faults);
  const words = new Map(Object.entries(settings.categoryWords ?? {}));
  const parts: SelectorParts = {
    catalogue,
    snapshotAt: snapshots({ catalogue, rules: prepared.rules, slots }),
    scoresOf: productScorer(catalogue, { ...defaultWeights, ...settings.weights }),
    categoryWordsOf: (category) => words.get(category) ?? category,
  };
  return ok({
    select: (input) => ({ slots: walkSlots(parts, input) }),
    explain: (input, productId) => explainChoice(parts, input, productId),
  });
}

function twiceGiven(products: readonly ProductSet[]): readonly SelectorFault[] {
  const known = new Set<number>();
  return products
    .filter(({ id }) => known.size === known.add(id).size)
    .map(({ id }) => ({ of: "product", id: String(id), message: "Two product sets have this id." }));
}
