import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "./from-new-facts.ts";

export function activityStatements({ by, facts, receivedAt }: NewFacts): Query[] {
  const rows = facts.flatMap(({ messageId, customer, activity, at, source, channel }) => {
    if (activity === undefined) return [];
    const { factKey, accountId, kind, amountMinor, currency, merchantCategory } = activity;
    return [
      [messageId, customer, factKey, accountId, kind, amountMinor, currency, merchantCategory, at, source, channel],
    ];
  });
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into account_activities
        (received_at, fact_key, customer_id, account_id, kind, amount_minor, currency, merchant_category, at, source, channel)
        select ?, item.value ->> 2, ${CUSTOMER_ID}, item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6,
          item.value ->> 7, item.value ->> 8, item.value ->> 9, item.value ->> 10
        ${fromNewFacts(by)}
        on conflict (fact_key) do nothing`,
      params: [receivedAt, JSON.stringify(rows)],
    },
  ];
}
