import type { Merger } from "#customers/customer-deps.ts";

const MERGED = `select c.id from json_each(?) as item cross join customers c on c.code = item.value and c.merged_into is not null`;

/**
 * What a merged record kept goes to the survivor, whose own stands where both have it. Sessions of both end: who was in on one
 * page shall not find herself on another. The merged record's site stays, for its address leads to the survivor's.
 */
export const mergeOwn: Merger = (mergedCodes) => {
  const params = [JSON.stringify(mergedCodes)];
  const survivor = (table: string) => `(select merged_into from customers where customers.id = ${table}.customer_id)`;
  return [
    {
      sql: `update or ignore own_saved set customer_id = ${survivor("own_saved")} where customer_id in (${MERGED})`,
      params,
    },
    { sql: `delete from own_saved where customer_id in (${MERGED})`, params },
    { sql: `update own_notes set customer_id = ${survivor("own_notes")} where customer_id in (${MERGED})`, params },
    { sql: `delete from own_sessions where customer_id in (${MERGED})`, params },
    { sql: `delete from own_codes where customer_id in (${MERGED})`, params },
    { sql: `delete from own_requests where customer_id in (${MERGED})`, params },
  ];
};
