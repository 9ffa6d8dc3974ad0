import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "./from-new-facts.ts";

export function registrationStatements({ by, facts, receivedAt }: NewFacts): Query[] {
  const rows = facts.flatMap(({ messageId, customer, registration, at, source, channel }) => {
    if (registration === undefined) return [];
    const { factKey, productCode, category, serial, boughtOn } = registration;
    return [[messageId, customer, factKey, productCode, category, serial, boughtOn, at, source, channel]];
  });
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into registrations
        (received_at, fact_key, customer_id, product_code, category, serial, bought_on, at, source, channel)
        select ?, item.value ->> 2, ${CUSTOMER_ID}, item.value ->> 3, item.value ->> 4, item.value ->> 5,
          item.value ->> 6, item.value ->> 7, item.value ->> 8, item.value ->> 9
        ${fromNewFacts(by)}
        on conflict (fact_key) do nothing`,
      params: [receivedAt, JSON.stringify(rows)],
    },
  ];
}
