import type { CustomerDeps } from "./customer-deps.ts";
import type { FactKind } from "./facts/fact.ts";
import { recordFacts } from "./record-facts.ts";

/** An event of a customer whose row is known: a click, a choice, a visit of a page. */
export type NewEvent = {
  /** Unique among the room's own events, e.g. `click:<journal key>`; the same id again changes nothing. */
  readonly messageId: string;
  readonly customerId: number;
  readonly kind: FactKind;
  readonly name: string;
  readonly category?: string | null;
  readonly productCode?: string | null;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** epoch ms */
  readonly at: number;
  readonly source: string;
  readonly channel?: string;
};

/** Our own message ids begin with this; the public door refuses it, so nobody outside can take the place of one. */
export const OWN_MESSAGE_PREFIX = "~";

/**
 * Records events of our own rooms with everything that is derived from them, in one batch. A customer who was merged is found
 * under her survivor. Gives how many were new.
 */
export async function recordEvents(deps: CustomerDeps, events: readonly NewEvent[]): Promise<{ recorded: number }> {
  const facts = events.map(({ customerId, category, productCode, properties, channel, ...event }) => ({
    ...event,
    messageId: `${OWN_MESSAGE_PREFIX}${event.messageId}`,
    customer: customerId,
    category: category ?? null,
    productCode: productCode ?? null,
    properties: properties ?? {},
    channel: channel ?? "",
  }));
  return recordFacts(deps, { by: "id", facts });
}
