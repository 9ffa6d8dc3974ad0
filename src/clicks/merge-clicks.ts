import type { Merger } from "#customers/customer-deps.ts";
import { untrackedSurvivors } from "#customers/facts/untracked-ids.ts";
import { unnameClicks } from "./unname-clicks.ts";

/**
 * Clicks go with the messages they came from, and lose their name where the survivor is not tracked. Stands before the
 * messages' own move, by which they are found.
 */
export const mergeClicks: Merger = (mergedCodes) => [
  {
    sql: `update clicks set customer_id = (select merged_into from customers c where c.id = clicks.customer_id)
      where message_id in (select m.id from json_each(?) as item join customers c on c.code = item.value
        and c.merged_into is not null join messages m on m.customer_id = c.id) and customer_id <> 0`,
    params: [JSON.stringify(mergedCodes)],
  },
  unnameClicks({
    sql: `${untrackedSurvivors(mergedCodes).sql} union select named.id from json_each(?) as item
      join customers as named on named.code = item.value join customers as survivor on survivor.id = named.merged_into
      where survivor.is_tracked = 0`,
    params: [JSON.stringify(mergedCodes), JSON.stringify(mergedCodes)],
  }),
];
