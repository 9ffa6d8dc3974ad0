import { isKnown, within } from "#predict/features/cut.ts";
import { among, count, days, type FeatureGroup, figure, word } from "#predict/features/feature-group.ts";
import { DOUBTFUL_LINES, isLineKnown } from "#predict/features/known-lines.ts";

/**
 * How often, how lately and for how much she bought. Money is the currency of most purchases, in minor units: no rates are known.
 * By purchases_by_customer alone; the last source is looked up there once more, which costs less than comparing all of them.
 */
export function purchaseGroups(currency: string): readonly FeatureGroup[] {
  const isMain = `p.currency = '${currency}'`;
  const asked = (row: string) => `${row}.total_minor >= 0 and ${isKnown(row)}`;
  const orders: FeatureGroup = {
    name: "purchases",
    columns: [
      count("purchases"),
      count("purchases in 30 days"),
      count("purchases in 90 days"),
      count("purchases in a year"),
      days("days since the last purchase"),
      days("days since the first purchase"),
      count("spent"),
      count("spent in 90 days"),
      figure("mean purchase"),
      word("source of the last purchase"),
    ],
    sql: `select id, purchases, in_30_days, in_90_days, in_a_year, last_at, first_at, spent, spent_in_90_days, mean,
        (select max(p.source) from purchases p where p.customer_id = id and p.at = last_at and ${asked("p")})
      from (
        select p.customer_id as id, count(*) as purchases, sum(${within("p", 30)}) as in_30_days, sum(${within("p", 90)}) as in_90_days,
          sum(${within("p", 365)}) as in_a_year, max(p.at) as last_at, min(p.at) as first_at,
          sum(case when ${isMain} then p.total_minor else 0 end) as spent,
          sum(case when ${within("p", 90)} and ${isMain} then p.total_minor else 0 end) as spent_in_90_days,
          avg(case when ${isMain} then p.total_minor end) as mean
        from purchases p where ${among("p.customer_id")} and ${asked("p")} group by p.customer_id)`,
  };
  return [orders, baskets];
}

/** By purchase_lines_by_customer, with orders only where they could tell otherwise. */
const baskets: FeatureGroup = {
  name: "baskets",
  columns: [count("categories bought"), count("lines bought"), count("returns"), word("favourite category")],
  sql: `with ${DOUBTFUL_LINES}
    select id, count(category), sum(bought), sum(returned),
      nullif(substr(max(printf('%09d', bought) || coalesce(category, '')), 10), '') from (
    select p.customer_id as id, p.category as category, sum(p.quantity_milli > 0) as bought,
        sum(p.quantity_milli < 0) as returned
      from purchase_lines p where ${among("p.customer_id")} and +p.at < ?3 and ${isLineKnown("p")} group by p.customer_id, p.category
    ) group by id`,
};
