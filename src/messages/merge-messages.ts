import type { Merger } from "#customers/customer-deps.ts";
import { dropSchedulesOf } from "#messages/preferences/subscription-statements.ts";
import type { Query } from "#store/store.ts";

const MERGED = `select c.id from json_each(?) as item join customers c on c.code = item.value and c.merged_into is not null`;

/**
 * What a merged record was sent, chose and is subscribed to goes to the survivor. Where both have a row, hers stands: a
 * message of the same occurrence stays with the merged record, which nothing is sent to, and other choices fall away. What was
 * planned by a choice that falls away, and was never tried, goes with it: she is sent nothing on a date that she did not choose.
 */
export const mergeMessages: Merger = (mergedCodes) => {
  const params = [JSON.stringify(mergedCodes)];
  const move = (table: string): Query => ({
    sql: `update or ignore ${table} set customer_id = (select merged_into from customers where customers.id = ${table}.customer_id)
      where customer_id in (${MERGED})`,
    params,
  });
  const drop = (table: string): Query => ({ sql: `delete from ${table} where customer_id in (${MERGED})`, params });
  const dropUnchosen: Query = {
    sql: `delete from messages where customer_id in (${MERGED})
      and (state = 'planned' or (state = 'deferred' and attempts = 0 and claimed_by is null))
      and exists (select 1 from subscriptions s where s.newsletter_id = messages.newsletter_id
        and s.customer_id = (select merged_into from customers c where c.id = messages.customer_id))`,
    params,
  };
  return [
    dropUnchosen,
    move("messages"),
    move("subscriptions"),
    dropSchedulesOf({ sql: MERGED, params }),
    drop("subscriptions"),
    move("preferences"),
    drop("preferences"),
    drop("send_times"),
  ];
};
