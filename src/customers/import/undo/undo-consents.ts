import type { Statement } from "#store/store.ts";
import { consentProjection } from "#customers/facts/consent-statements.ts";
import type { Change } from "./undo-changes.ts";

/** Records of consent that the import brought go with their events; what the others say together is worked out again. */
export function undoConsents(changes: readonly Change[]): Statement[] {
  if (changes.length === 0) return [];
  const rows = JSON.stringify(changes.map(({ customerId, key }) => [customerId, key]));
  const customers = {
    sql: "select value from json_each(?)",
    params: [JSON.stringify([...new Set(changes.map(({ customerId }) => customerId))])],
  };
  return [
    {
      sql: `delete from consents where id in (
        select consent.id from json_each(?) as item cross join consents as consent
          on consent.customer_id = item.value ->> 0 and consent.proof ->> '$.messageId' = item.value ->> 1)`,
      params: [rows],
    },
    {
      sql: "delete from events where message_id in (select item.value ->> 1 from json_each(?) as item)",
      params: [rows],
    },
    { sql: `delete from consent_states where customer_id in (${customers.sql})`, params: customers.params },
    ...consentProjection(customers),
  ];
}
