import type { Merger } from "#customers/customer-deps.ts";

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/**
 * Two records that turn out to be one person: what was noticed of the merged one is hers, and its membership ends without a
 * word, for nobody left. Both are marked by then (segments.sql), so that her own is asked anew.
 */
export const mergeSegments: Merger = (mergedCodes) => {
  const codes = JSON.stringify(mergedCodes);
  return [
    {
      sql: `update segments set member_count = member_count - (select count(*) from segment_members m
          where m.segment_id = segments.id and m.customer_id in (${MERGED}))
        where id in (select segment_id from segment_members where customer_id in (${MERGED}))`,
      params: [codes, codes],
    },
    { sql: `delete from segment_members where customer_id in (${MERGED})`, params: [codes] },
    {
      sql: `update segment_changes set customer_id = (select merged_into from customers where id = customer_id)
        where customer_id in (${MERGED})`,
      params: [codes],
    },
  ];
};
