import { sql } from "drizzle-orm";
import { affinityAt } from "#content/affinity.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";

export type Affinity = { readonly category: string; readonly value: number };

/** What a customer is drawn to now, 0 to 1, strongest first. By primary key. */
export async function findAffinities(store: Store, customerId: number, now: number): Promise<readonly Affinity[]> {
  const rows = await store.read<{ category: string; scaled: number }>(
    sql`select category, scaled from affinities where customer_id = ${customerId}`,
  );
  return rows
    .map(({ category, scaled }) => ({ category, value: affinityAt(stateOf(scaled), now) }))
    .sort((left, right) => right.value - left.value);
}

export type EventLine = {
  readonly at: number;
  readonly kind: string;
  readonly name: string;
  readonly category: string | null;
  readonly productCode: string | null;
  readonly source: string;
};

/** The newest events of one customer: her range of events_by_customer. */
export function listEvents(store: Store, customerId: number, limit: number): Promise<readonly EventLine[]> {
  return store.read<EventLine>(
    sql`select at, kind, name, category, product_code as productCode, source from events
      where customer_id = ${customerId} order by at desc, id desc limit ${limit}`,
  );
}

export type ConsentLine = {
  readonly purpose: string;
  readonly channel: string;
  readonly topic: string;
  readonly isGranted: number;
  readonly at: number;
  readonly source: string;
};

/** Where her consent stands, with the record that says so. By primary keys. */
export function listConsentStates(store: Store, customerId: number): Promise<readonly ConsentLine[]> {
  return store.read<ConsentLine>(
    sql`select k.purpose, k.channel, k.topic, k.is_granted as isGranted, r.at, r.source from consent_states k
      join consents r on r.id = k.consent_id where k.customer_id = ${customerId} order by k.purpose, k.topic, k.channel`,
  );
}
