import type { LocalDate } from "#kernel/calendar.ts";
import type { Attributes, ProductSet } from "./product.ts";

/** Something that a customer did. `at` is epoch ms. */
export type RuleEvent = { readonly name: string; readonly at: number; readonly properties: Attributes };

/** The customer as a rule sees her. */
export type RuleCustomer = {
  readonly attributes: Attributes;
  readonly eventsByName: ReadonlyMap<string, readonly RuleEvent[]>;
  readonly affinityByCategory: Readonly<Record<string, number>>;
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

/** Sorts a history by name once, so that each `did` walks only the events it asks for. */
export function eventsByName(events: readonly RuleEvent[]): ReadonlyMap<string, readonly RuleEvent[]> {
  const byName = new Map<string, RuleEvent[]>();
  for (const event of events) {
    const known = byName.get(event.name);
    if (known === undefined) byName.set(event.name, [event]);
    else known.push(event);
  }
  return byName;
}
