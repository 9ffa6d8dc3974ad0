import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromFacts } from "./from-new-facts.ts";

/** Writes the events, each message once. Everything that asks whether a message is new stands before this in the batch. */
export function eventStatement({ by, facts, receivedAt }: NewFacts): Query {
  const rows = facts.map((fact) => [
    fact.messageId,
    fact.customer,
    fact.kind,
    fact.name,
    fact.category,
    fact.productCode,
    fact.properties,
    fact.at,
    fact.source,
    fact.channel,
  ]);
  return {
    sql: `insert into events
      (received_at, message_id, customer_id, kind, name, category, product_code, properties, at, source, channel)
      select ?, item.value ->> 0, ${CUSTOMER_ID}, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5,
        item.value ->> 6, item.value ->> 7, item.value ->> 8, item.value ->> 9
      ${fromFacts(by)}
      on conflict (message_id) do nothing`,
    params: [receivedAt, JSON.stringify(rows)],
  };
}

/** How many rows the statement right before this one wrote. */
export const CHANGED_ROWS: Query = { sql: "select changes() as changed", params: [] };
