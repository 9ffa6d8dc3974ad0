import type { Merger } from "#customers/customer-deps.ts";

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/**
 * What a merged record was let into is the survivor's. Where both came in by the same key hers stands, and the message that the
 * other still waited for falls away: one person, one message. Stands before the messages themselves move.
 */
export const mergeTriggers: Merger = (mergedCodes) => {
  const codes = JSON.stringify(mergedCodes);
  const isDouble = `exists (select 1 from trigger_entries own where own.trigger_id = e.trigger_id
    and own.entry_key = e.entry_key
    and own.customer_id = (select merged_into from customers c where c.id = e.customer_id))`;
  return [
    {
      sql: `update messages set state = 'skipped', reason = 'exited', reserved_at = null
        where attempts = 0 and state in ('planned', 'deferred') and id in (select e.message_id from trigger_entries e
          where e.customer_id in (${MERGED}) and e.message_id is not null and ${isDouble})`,
      params: [codes],
    },
    {
      sql: `delete from trigger_entries as e where e.customer_id in (${MERGED}) and ${isDouble}`,
      params: [codes],
    },
    ...["trigger_entries", "message_data"].map((table) => ({
      sql: `update ${table} set customer_id = (select merged_into from customers c where c.id = ${table}.customer_id)
        where customer_id in (${MERGED})`,
      params: [codes],
    })),
  ];
};
