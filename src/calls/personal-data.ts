import type { Merger } from "#customers/customer-deps.ts";
import { personalTables } from "#customers/personal-data/personal-table.ts";

/** When she was on the telephone. What was noted and agreed stands in the fact tables. */
export const callData = personalTables("calls", [
  { table: "calls", set: "calls", columns: ["reference", "started_at", "ended_at"] },
]);

/** Two records that one call opened are one caller: the survivor keeps its own call. */
export const mergeCalls: Merger = (mergedCodes) => [
  {
    sql: `update or ignore calls set customer_id = (select merged_into from customers where customers.id = calls.customer_id)
      where customer_id in (select c.id from json_each(?) as item join customers c on c.code = item.value
        and c.merged_into is not null)`,
    params: [JSON.stringify(mergedCodes)],
  },
];
