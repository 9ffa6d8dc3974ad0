import type { LocalDate } from "#kernel/calendar.ts";
import type { EventHistory } from "./event-history.ts";
import type { Attributes, ProductSet } from "./product.ts";

/** The customer as a rule sees her. */
export type RuleCustomer = {
  readonly attributes: Attributes;
  readonly eventsNamed: EventHistory;
  readonly affinityByCategory: Readonly<Record<string, number>>;
  /** Codes of the segments that she is in; absent: none. */
  readonly segmentCodes?: ReadonlySet<string> | undefined;
  /** What predictions say of her now, by their codes; absent: nothing. */
  readonly scoreByCode?: ReadonlyMap<string, number> | undefined;
};

/** The occasion. `date` is the day where the customer lives; `nowMs` is what `did` and `daysSince` count back from. */
export type RuleContext = {
  readonly slot: string;
  readonly channel: string;
  readonly locale: string;
  readonly date: LocalDate;
  readonly nowMs: number;
  readonly attributes: Attributes;
};

/** All that a rule can ask about. */
export type RuleScope = {
  readonly customer: RuleCustomer;
  readonly product: ProductSet;
  readonly context: RuleContext;
};
