import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import { mayDescribe } from "./withheld.ts";

/** The latest value of each name from each source stands, whatever order the reports come in. */
export const KEEP_NEWEST_DEMOGRAPHIC = `on conflict (customer_id, name, source) do update set
  value = excluded.value, at = excluded.at, received_at = excluded.received_at, channel = excluded.channel
  where excluded.at >= demographic_facts.at`;

export function demographicStatements({ by, facts, receivedAt, isPublic = false }: NewFacts): Query[] {
  const rows = facts.flatMap(({ messageId, customer, demographics = [], at, source, channel }) =>
    demographics.map(({ name, value }) => [messageId, customer, name, value, at, source, channel]),
  );
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into demographic_facts (received_at, customer_id, name, value, at, source, channel)
        select ?, ${CUSTOMER_ID}, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6
        ${isPublic ? `${fromNewFacts(by, JOIN_SURVIVOR)} ${mayDescribe("item.value ->> 2")}` : fromNewFacts(by)}
        ${KEEP_NEWEST_DEMOGRAPHIC}`,
      params: [receivedAt, JSON.stringify(rows)],
    },
  ];
}
