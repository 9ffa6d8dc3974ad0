import type { Secret } from "#kernel/secret.ts";
import type { Query } from "#store/store.ts";
import { maskCardNumbers } from "#customers/accounts/card-number.ts";
import { seal } from "#customers/seal.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "./from-new-facts.ts";

/**
 * Notes are sealed here, before they reach a statement: no SQL text, parameter log or backup holds their words. People say the
 * numbers of their cards on the telephone, and agents type what they hear: whatever door a note came by, no such number is
 * sealed with it.
 */
export function noteStatements({ by, facts, receivedAt }: NewFacts, secret: Secret): Query[] {
  const rows = facts.flatMap(({ messageId, customer, note, at, source, channel }) => {
    if (note === undefined) return [];
    const sealed = seal(secret, { table: "contact_notes", key: messageId, column: "note" }, maskCardNumbers(note.note));
    const hex = Buffer.from(sealed).toString("hex");
    return [[messageId, customer, note.disposition, note.category, hex, at, source, channel]];
  });
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into contact_notes
        (received_at, fact_key, customer_id, disposition, category, note, at, source, channel)
        select ?, item.value ->> 0, ${CUSTOMER_ID}, item.value ->> 2, item.value ->> 3, unhex(item.value ->> 4),
          item.value ->> 5, item.value ->> 6, item.value ->> 7
        ${fromNewFacts(by)}
        on conflict (fact_key) do nothing`,
      params: [receivedAt, JSON.stringify(rows)],
    },
  ];
}
