import { type AffinitySettings, defaultAffinity, MAX_AFFINITY } from "#content/affinity.ts";
import type { SqlLiterals } from "#content/sql/sql-literals.ts";
import type { SqlEventSource, SqlSources } from "#content/sql/sql-sources.ts";
import { ACTIVITY, CLOSED, derivedEvents, OPENED, PURCHASE, startOf } from "#customers/accounts/rule-events.ts";
import type { RuleVocabulary } from "#content/vocabulary.ts";
import type { LocalDate } from "#kernel/calendar.ts";
import { AFFINITY_EPOCH_MS } from "#predict/affinity-epoch.ts";

/** The date where each customer lives, by zone. */
export type DateByZone = ReadonlyMap<string, LocalDate>;

export type Moment = {
  /** epoch ms */
  readonly now: number;
  /** Only rules that ask `context.date` need it; a zone that is not in it is read as UTC. */
  readonly dateByZone: DateByZone;
};

/** Where SQL finds what rules ask: over `customers c` and their `customer_attributes a`. */
export function ruleSources(vocabulary: RuleVocabulary, { now, dateByZone }: Moment): SqlSources {
  return {
    nowMs: now,
    // A declared name has the form of a column's (declare-attribute.ts); no other is known here.
    customerField: (name) => (Object.hasOwn(vocabulary.customer, name) ? `a.a_${name}` : undefined),
    contextField: (name, literals) => (name === "date" ? dateSql(dateByZone, literals) : undefined),
    events: [eventTable, purchaseTable, activityTable, ...accountTables],
    affinity: (category, literals) => affinitySql(category, now, literals),
    // A prediction's code has the form of a column's (put-prediction.ts). By the key of customer_scores.
    score: (code, literals) =>
      vocabulary.scores?.has(code) === true
        ? `(select cs.s_${code} from customer_scores cs where cs.customer_id = c.id and cs.u_${code} > ${literals.int(String(now))})`
        : "null",
    segment: (code, literals) =>
      `exists (select 1 from segment_members sm where sm.segment_id = (select id from segments where code =
        ${literals.text(code)}) and sm.customer_id = c.id)`,
  };
}

/** By index events_by_customer. */
const eventTable: SqlEventSource = {
  rows: (name, literals) =>
    derivedEvents.has(name)
      ? undefined
      : `from events e where e.customer_id = c.id and e.name = ${literals.text(name)}`,
  at: "e.at",
  columns: { category: "e.category", product: "e.product_code" },
  properties: "e.properties",
};

/** A return is no purchase. By index purchase_lines_by_customer, which holds all that is asked. */
const purchaseTable: SqlEventSource = {
  rows: (name) =>
    name === PURCHASE ? "from purchase_lines p where p.customer_id = c.id and p.quantity_milli > 0" : undefined,
  at: "p.at",
  columns: { category: "p.category", product: "p.product_code" },
};

const HELD = "from account_holders h cross join accounts ac on ac.id = h.account_id";

/** What was posted on accounts that she holds. By account_holders_by_customer and account_activities_by_account. */
const activityTable: SqlEventSource = {
  rows: (name) =>
    name === ACTIVITY
      ? `${HELD} cross join account_activities p on p.account_id = h.account_id where h.customer_id = c.id`
      : undefined,
  at: "p.at",
  columns: { account: "ac.kind", product: "ac.product", kind: "p.kind", category: "p.merchant_category" },
};

/** Accounts that she holds, by the days on which they were opened and closed. */
const accountTables: readonly SqlEventSource[] = (
  [
    [OPENED, "ac.opened_on"],
    [CLOSED, "ac.closed_on"],
  ] as const
).map(([event, column]) => ({
  rows: (name) => (name === event ? `${HELD} where h.customer_id = c.id and ${column} is not null` : undefined),
  at: startOf(column),
  columns: { account: "ac.kind", product: "ac.product", status: "ac.status" },
  properties: "ac.bands",
}));

/**
 * content/affinity.ts over a column, to the last bit: the factor of the time is one number for all customers, and what is left
 * are a product, a sum and a quotient, which are the same in every IEEE 754 arithmetic.
 */
function affinitySql(category: string, now: number, literals: SqlLiterals): string {
  const { halfLifeMs, halfMass }: AffinitySettings = defaultAffinity;
  const age = now - AFFINITY_EPOCH_MS;
  const factor = literals.double(age > 0 ? 2 ** (-age / halfLifeMs) : 1);
  const mass = `scaled * ${factor}`;
  return `coalesce((select case when ${mass} > 0.0
    then min(${mass} / (${mass} + ${literals.double(halfMass)}), ${literals.double(MAX_AFFINITY)}) end
    from affinities where customer_id = c.id and category = ${category}), 0.0)`;
}

/** There are three dates on earth at most at one moment. */
function dateSql(dateByZone: DateByZone, literals: SqlLiterals): string {
  const zonesByDate = Map.groupBy(dateByZone, ([, date]) => date);
  const cases = [...zonesByDate].map(([date, zones]) => {
    const tokens = zones.map(([zone]) => JSON.stringify(zone));
    return `when c.zone in (select value from ${literals.rows(tokens)}) then ${literals.text(date)}`;
  });
  return cases.length === 0 ? "null" : `(case ${cases.join(" ")} end)`;
}
