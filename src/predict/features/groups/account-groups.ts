import { isKnown, newestKnown, within } from "#predict/features/cut.ts";
import { among, count, days, type FeatureGroup, word } from "#predict/features/feature-group.ts";
import type { Store } from "#store/store.ts";

/** SQL: the day of the cut, for columns that hold dates. */
const CUT_ON = "date(?3 / 1000 - 1, 'unixepoch')";
/** The vendor's or bank's own record knows an account from the day on which it was opened. */
const WAS_OPEN = `(ac.opened_on is null or ac.opened_on <= ${CUT_ON}) and (ac.closed_on is null or ac.closed_on > ${CUT_ON})`;
const HELD = "from account_holders h cross join accounts ac on ac.id = h.account_id";

const activityColumns = [
  count("account purchases in 30 days"),
  count("account purchases in 90 days"),
  count("account payments in 90 days"),
  count("account turnover in 90 days"),
  days("days since the last account activity"),
  count("merchant categories in 90 days"),
];

const activitySums = `sum(p.kind = 'purchase' and ${within("p", 30)}), sum(p.kind = 'purchase' and ${within("p", 90)}),
  sum(p.kind = 'payment' and ${within("p", 90)}),
  sum(case when p.kind = 'purchase' and ${within("p", 90)} then p.amount_minor else 0 end), max(p.at),
  count(distinct case when ${within("p", 90)} then p.merchant_category end)`;

/** What a customer holds, and what goes on there. */
export async function heldGroups(store: Store): Promise<readonly FeatureGroup[]> {
  const bands = await findBands(store);
  return [
    {
      name: "held accounts",
      columns: [count("open accounts"), count("open cards"), count("open loans"), days("days since the first account")],
      sql: `select h.customer_id as id, sum(${WAS_OPEN}), sum(ac.kind = 'card' and ${WAS_OPEN}), sum(ac.kind = 'loan' and ${WAS_OPEN}),
          min(unixepoch(ac.opened_on)) * 1000
        ${HELD} where ${among("h.customer_id")} and (ac.opened_on is null or ac.opened_on <= ${CUT_ON})
        group by h.customer_id`,
    },
    {
      name: "held activities",
      columns: activityColumns,
      sql: `select h.customer_id as id, ${activitySums} ${HELD} cross join account_activities p on p.account_id = h.account_id
        where ${among("h.customer_id")} and ${isKnown("p")} group by h.customer_id`,
    },
    ...bandGroup(bands, `${HELD} where ${among("h.customer_id")}`, "h.customer_id"),
  ];
}

/** What is known of accounts themselves. */
export async function accountGroups(store: Store): Promise<readonly FeatureGroup[]> {
  const bands = await findBands(store);
  return [
    {
      name: "account",
      columns: [word("kind"), word("product"), word("currency"), days("days since it was opened"), count("closed")],
      sql: `select ac.id as id, ac.kind, ac.product, ac.currency, unixepoch(ac.opened_on) * 1000,
          ac.closed_on is not null and ac.closed_on <= ${CUT_ON}
        from accounts ac where ${among("ac.id")}`,
    },
    {
      name: "activities",
      columns: activityColumns,
      sql: `select p.account_id as id, ${activitySums} from account_activities p
        where ${among("p.account_id")} and ${isKnown("p")} group by p.account_id`,
    },
    {
      name: "holders",
      columns: [count("holders"), word("country of the holder")],
      sql: `select h.account_id as id, count(*), max(case when h.role = 'primary' and (c.created_at < ?3 or c.created_at < ?4) then c.country end)
        from account_holders h cross join customers c on c.id = h.customer_id
        where ${among("h.account_id")} group by h.account_id`,
    },
    ...bandGroup(bands, `from accounts ac where ${among("ac.id")}`, "ac.id"),
  ];
}

/** Banded financial facts, each of the newest statement that tells it, where that was known; what stood before it is not kept. */
function bandGroup(bands: readonly string[], from: string, subject: string): readonly FeatureGroup[] {
  if (bands.length === 0) return [];
  return [
    {
      name: "bands",
      columns: bands.map((band) => word(`band ${band}`)),
      sql: `select ${subject} as id, ${bands.map((band) => newestKnown("ac", `ac.bands ->> '$.${band}'`)).join(", ")}
        ${from} group by ${subject}`,
    },
  ];
}

const MOST_BANDS = 20;
const SAMPLE_ROWS = 20_000;

/** Names of bands, as a sample of accounts tells them: only those with the form of a word. */
async function findBands(store: Store): Promise<readonly string[]> {
  const rows = await store.read<{ name: string }>({
    sql: `select b.key as name, count(*) as n from (select bands from accounts where id > 0 limit ${SAMPLE_ROWS}) s, json_each(s.bands) as b
      group by b.key order by n desc, b.key limit ${MOST_BANDS}`,
    params: [],
  });
  return rows.map(({ name }) => name).filter((name) => /^[A-Za-z0-9_]{1,60}$/.test(name));
}
