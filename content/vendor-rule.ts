/**
 * A vendor's rule over product sets. `when` is a CEL rule (check-rule.ts); it is asked for a customer, a product set and a
 * slot.
 *
 * - `eligible`: a product set stands in a slot only where every eligible rule in force there holds.
 * - `exclude`: it does not stand where any exclude rule holds.
 * - `boost`: its score is multiplied by `factor`; several boosts multiply.
 * - `pin`: the best matching product set takes `position` (from 1). Of two pins for one position the higher priority wins.
 *   A pin overrides the score and the category limit, never eligibility, exclusion, stock, validity or a purchase.
 * - `promote`: at least `percent` of the slot's places, rounded up, go to matching product sets where enough match; else as
 *   many as match (Amazon Personalize, Promotion.percentPromotedItems). Unlike there, promoted items obey the slot's other
 *   rules too, and stand in the order of their scores. Higher priority is served first where places are short.
 */
export type VendorRule = RuleFrame &
  (
    | { readonly kind: "eligible" | "exclude" }
    | { readonly kind: "boost"; readonly factor: number }
    | { readonly kind: "pin"; readonly position: number }
    | { readonly kind: "promote"; readonly percent: number }
  );

type RuleFrame = {
  readonly id: string;
  /** What an operator calls it; appears in reasons. */
  readonly name: string;
  readonly when: string;
  /** Slots it is for; absent: all. */
  readonly slots?: readonly string[] | undefined;
  /** Higher goes first; equal priorities go by id. */
  readonly priority: number;
  /** In force from this instant on (inclusive), epoch ms. */
  readonly from?: number | undefined;
  /** In force until this instant (exclusive), epoch ms. */
  readonly until?: number | undefined;
};

export type RuleKind = VendorRule["kind"];
