import type { Merger } from "#customers/customer-deps.ts";
import type { Query } from "#store/store.ts";

const MERGED = `select c.id from json_each(?) as item join customers c on c.code = item.value and c.merged_into is not null`;

/**
 * What a merged record was sent, chose and is subscribed to goes to the survivor. Where both have a row, hers stands: a
 * message of the same occurrence stays with the merged record, which nothing is sent to, and other choices fall away.
 */
export const mergeMessages: Merger = (mergedCodes) => {
  const params = [JSON.stringify(mergedCodes)];
  const move = (table: string): Query => ({
    sql: `update or ignore ${table} set customer_id = (select merged_into from customers where customers.id = ${table}.customer_id)
      where customer_id in (${MERGED})`,
    params,
  });
  const drop = (table: string): Query => ({ sql: `delete from ${table} where customer_id in (${MERGED})`, params });
  return [move("messages"), move("subscriptions"), drop("subscriptions"), move("preferences"), drop("preferences")];
};
