import type { LocalDate } from "#kernel/calendar.ts";
import type { LeadingSignal } from "./affinity.ts";
import type { Attributes } from "./product.ts";
import type { RuleFault } from "./rule-fault.ts";
import type { RuleEvent } from "./rule-event.ts";
import type { RuleKind } from "./vendor-rule.ts";

/** A place for product sets in a message. Slots are filled in their order; no product set stands in two. */
export type Slot = {
  readonly name: string;
  readonly size: number;
  /** At most so many of one category; absent: no limit. */
  readonly maxPerCategory?: number | undefined;
  /** The chance, 0 to 1, with which a place tries a product set at random to learn how it is received. Absent: 0. */
  readonly explorationShare?: number | undefined;
  /**
   * Only what is foretold of the customer stands here, the likeliest first: whatever she will buy next, or what would be new to
   * her. Where nothing is foretold of her, the slot is like any other.
   */
  readonly choose?: "next" | "new_opportunity" | undefined;
};

/** What a prediction says of a category, or of a product set, for one customer. */
export type Foretold = {
  /** A chance, 0 to 1 by convention. */
  readonly score: number;
  /** She never had it. */
  readonly isNew: boolean;
  /** Why, in English words; "" where nothing more is known. */
  readonly words: string;
  /** Code of the prediction. */
  readonly prediction: string;
};

/**
 * score = (affinity · affinity to the category + product · score of the product set + popularity · its popularity)
 *         · shownFactor ^ times shown lately · the boosts that hold.
 * Inputs that are negative or not finite count as 0.
 */
export type ScoreWeights = {
  readonly affinity: number;
  readonly product: number;
  readonly popularity: number;
  readonly shownFactor: number;
};

export type SelectionInput = {
  readonly customer: {
    readonly attributes: Attributes;
    readonly events: readonly RuleEvent[];
    /** Product sets that she bought: gone, unless repurchasable. */
    readonly boughtIds: readonly number[];
    /** How often each product set was shown to her lately. */
    readonly shownTimesById?: ReadonlyMap<number, number> | undefined;
    /** Codes of the segments that she is in; absent: none. */
    readonly segmentCodes?: ReadonlySet<string> | undefined;
    /** What predictions say of her, by their codes; absent: nothing. */
    readonly scoreByCode?: ReadonlyMap<string, number> | undefined;
  };
  readonly scores: {
    readonly affinityByCategory: Readonly<Record<string, number>>;
    /** What the affinity mostly rests on, for the reason's words. */
    readonly signalByCategory?: Readonly<Record<string, LeadingSignal>> | undefined;
    /** Predictions for this customer, 0 to 1 by convention. */
    readonly byProductId?: ReadonlyMap<number, number> | undefined;
    /** What is foretold of categories, and of product sets by their codes; of both, the likelier counts. */
    readonly foretoldByCategory?: ReadonlyMap<string, Foretold> | undefined;
    readonly foretoldByCode?: ReadonlyMap<string, Foretold> | undefined;
    /** The same for all customers, 0 to 1 by convention. Hand the same map to each selection: it is read once. */
    readonly popularityByProductId?: ReadonlyMap<number, number> | undefined;
  };
  readonly nowMs: number;
  /** The day of the occasion where the customer lives. */
  readonly date: LocalDate;
  readonly channel: string;
  readonly locale: string;
  /** Further context that the vocabulary declares. */
  readonly context?: Attributes | undefined;
  /** The programme's date this selection is for; with `seed` it decides ties and trials. */
  readonly occurrence: string;
  /** One number a customer, or all customers try the same product sets. */
  readonly seed: number;
};

type ReasonCode = "pinned" | "promoted" | "trial" | "affinity" | "predicted" | "popular" | "range";

/** Why, as data for a program and as English words for a reader. */
export type Reason<Code extends string = ReasonCode> = {
  readonly code: Code;
  readonly words: string;
  readonly data: Readonly<Record<string, string | number>>;
};

/** A rule that had a say in an item: it is eligible by it, boosted, pinned or promoted by it. */
export type AppliedRule = { readonly id: string; readonly name: string; readonly kind: RuleKind };

export type SelectedItem = {
  readonly productId: number;
  readonly code: string;
  readonly slot: string;
  /** From 1, without gaps. */
  readonly position: number;
  readonly score: number;
  readonly reason: Reason;
  readonly rules: readonly AppliedRule[];
};

export type FilledSlot = { readonly slot: string; readonly items: readonly SelectedItem[] };

export type Selection = { readonly slots: readonly FilledSlot[] };

type RefusalCode =
  | "not_yet_valid"
  | "expired"
  | "out_of_stock"
  | "bought"
  | "not_eligible"
  | "excluded"
  | "not_foretold"
  | "category_full"
  | "displaced"
  | "outranked"
  | "no_slots";

export type Refusal = Reason<RefusalCode>;

/** `cause` is the first that stood in the way: of the product set as a whole, else in the first slot. */
export type Explanation =
  | { readonly kind: "chosen"; readonly item: SelectedItem }
  | {
      readonly kind: "not_chosen";
      readonly cause: Refusal;
      readonly bySlot: ReadonlyArray<{ readonly slot: string; readonly cause: Refusal }>;
    }
  | { readonly kind: "unknown_product" };

/** Why a selector cannot be made. `at` is the place in the rule's source. */
export type SelectorFault = {
  readonly of: "product" | "rule" | "slot";
  readonly id: string;
  readonly message: string;
  readonly at?: RuleFault;
};
