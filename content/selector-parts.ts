import type { CatalogueIndex } from "./catalogue-index.ts";
import type { ProductScores } from "./score-products.ts";
import type { SelectionInput } from "./selection.ts";
import type { Snapshot } from "./snapshot.ts";

/** A selector's prepared state: what does not depend on the customer. */
export type SelectorParts = {
  readonly catalogue: CatalogueIndex;
  readonly snapshotAt: (nowMs: number) => Snapshot;
  readonly scoresOf: (input: SelectionInput) => ProductScores;
  readonly categoryWordsOf: (category: string) => string;
};
