import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromFacts, fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import { mayConsent } from "./withheld.ts";

/** Consent is appended as a record; the states that joins read follow from the records, in the same batch. */
export function consentStatements({ by, facts, isPublic = false }: NewFacts): Query[] {
  const rows = facts.flatMap(({ messageId, customer, consents = [], at, source }) =>
    consents.map(({ purpose, channel, topic, state, wording, proof }) => [
      messageId,
      customer,
      purpose,
      channel,
      topic,
      state,
      at,
      wording,
      source,
      { ...proof, messageId },
    ]),
  );
  if (rows.length === 0) return [];
  const records: Query = {
    sql: `insert into consents (customer_id, purpose, channel, topic, state, at, wording, source, proof)
      select ${CUSTOMER_ID}, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6,
        item.value ->> 7, item.value ->> 8, item.value ->> 9
      ${isPublic ? `${fromNewFacts(by, JOIN_SURVIVOR)} ${mayConsent("item.value ->> 2", "item.value ->> 5")}` : fromNewFacts(by)}`,
    params: [JSON.stringify(rows)],
  };
  const touched = JSON.stringify(rows.map(([messageId, customer]) => [messageId, customer]));
  return [records, ...consentProjection({ sql: `select ${CUSTOMER_ID} ${fromFacts(by)}`, params: [touched] })];
}

/** Brings states and `is_tracked` of the selected customers to what their newest records say, by `at` and then by order. */
export function consentProjection(customerIds: Query): Query[] {
  return [
    {
      sql: `insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
        select customer_id, purpose, channel, topic, state = 'granted', id
        from (
          select *, row_number() over (partition by customer_id, purpose, channel, topic order by at desc, id desc) as place
          from consents where customer_id in (${customerIds.sql})
        ) where place = 1
        on conflict (customer_id, purpose, channel, topic)
          do update set is_granted = excluded.is_granted, consent_id = excluded.consent_id`,
      params: customerIds.params,
    },
    {
      sql: `update customers set is_tracked = coalesce((
          select is_granted from consent_states as state
          where state.customer_id = customers.id and state.purpose = 'track' and state.channel = '' and state.topic = ''
        ), 0)
        where id in (${customerIds.sql})`,
      params: customerIds.params,
    },
  ];
}
