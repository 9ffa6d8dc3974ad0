import { daysBefore, isKnown, wasRecorded, within } from "#predict/features/cut.ts";
import { among, count, type FeatureGroup, figure, word } from "#predict/features/feature-group.ts";

/** How often, how lately and for how much she bought. Money is the currency of most purchases, in minor units: no rates are known. */
export function purchaseGroups(currency: string): readonly FeatureGroup[] {
  const money = (row: string) => `case when ${row}.currency = '${currency}' then ${row}.total_minor else 0 end`;
  const orders: FeatureGroup = {
    name: "purchases",
    columns: [
      count("purchases"),
      count("purchases in 30 days"),
      count("purchases in 90 days"),
      count("purchases in a year"),
      figure("days since the last purchase"),
      figure("days since the first purchase"),
      count("spent"),
      count("spent in 90 days"),
      figure("mean purchase"),
      word("source of the last purchase"),
    ],
    sql: `select p.customer_id as id, count(*), sum(${within("p", 30)}), sum(${within("p", 90)}), sum(${within("p", 365)}),
        ${daysBefore("max(p.at)")}, ${daysBefore("min(p.at)")}, sum(${money("p")}),
        sum(case when ${within("p", 90)} then ${money("p")} else 0 end),
        avg(case when p.currency = '${currency}' then p.total_minor end),
        substr(max(printf('%015d', p.at) || p.source), 16)
      from purchases p where ${among("p.customer_id")} and p.total_minor >= 0 and ${isKnown("p")} group by p.customer_id`,
  };
  return [orders, baskets];
}

/** By purchase_lines_by_customer, each with its order, which knows when it was recorded. */
const baskets: FeatureGroup = {
  name: "baskets",
  columns: [count("categories bought"), count("lines bought"), count("returns"), word("favourite category")],
  sql: `select id, count(category), sum(bought), sum(returned),
      nullif(substr(max(printf('%09d', bought) || coalesce(category, '')), 10), '') from (
    select p.customer_id as id, p.category as category, sum(p.quantity_milli > 0) as bought,
        sum(p.quantity_milli < 0) as returned
      from purchase_lines p cross join purchases o on o.order_key = p.order_key
      where ${among("p.customer_id")} and +p.at < ?3 and ${wasRecorded("o")} group by p.customer_id, p.category
    ) group by id`,
};
