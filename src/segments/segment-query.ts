import { wallClockIn } from "#kernel/calendar.ts";
import { compileSql } from "#content/sql/compile-sql.ts";
import { needsAttributes } from "#content/sql/needs-attributes.ts";
import { type SqlLiterals, sqlLiterals } from "#content/sql/sql-literals.ts";
import type { Query, Store } from "#store/store.ts";
import { type DateByZone, ruleSources } from "./rule-sources.ts";
import type { SegmentRule } from "./segment-rule.ts";

/** Of whom it is asked: customers with ids after one and up to another, or these. */
export type Among = { readonly after: number; readonly upTo: number } | { readonly ids: readonly number[] };

export type Question = { readonly rule: SegmentRule; readonly among: Among; readonly now: number };

const IS_LIVE = "c.erased_at is null and c.merged_into is null";

/** How many of them are in. */
export async function countMatching(store: Store, question: Question): Promise<number> {
  const asked = await ask(store, question);
  const [row] = await store.read<{ n: number }>(asked.query((test) => `select count(*) as n ${asked.matching(test)}`));
  return row?.n ?? 0;
}

/** Those whose membership in a segment's row is not what the rule says now. */
export type Difference = { readonly entered: readonly number[]; readonly left: readonly number[] };

/** By the keys of customers, attributes and members; events by events_by_customer. */
export async function findDifference(store: Store, question: Question, segmentId: number): Promise<Difference> {
  const asked = await ask(store, question);
  const rows = await store.read<{ id: number; isIn: number }>(
    asked.query((test, literals) => {
      const segment = literals.int(String(segmentId));
      const { from, where } = amongMembers(question.among, literals);
      return `select c.id as id, 1 as isIn ${asked.matching(test)}
        and not exists (select 1 from segment_members m where m.segment_id = ${segment} and m.customer_id = c.id)
      union all select m.customer_id, 0 ${from} left join customers c on c.id = m.customer_id
        left join customer_attributes a on a.customer_id = m.customer_id
        where m.segment_id = ${segment} and ${where}
        and (c.id is not null and ${IS_LIVE} and ${test}) is not true`;
    }),
  );
  const idsOf = (isIn: number) => rows.filter((row) => row.isIn === isIn).map(({ id }) => id);
  return { entered: idsOf(1), left: idsOf(0) };
}

/** The statement of a question, for tests of its plan. */
export async function matchingQuery(store: Store, question: Question): Promise<Query> {
  const asked = await ask(store, question);
  return asked.query((test) => `select count(*) as n ${asked.matching(test)}`);
}

type Asked = {
  readonly query: (sqlOf: (test: string, literals: SqlLiterals) => string) => Query;
  /** `from … where …` of the live customers of whom the rule holds. */
  readonly matching: (test: string) => string;
};

async function ask(store: Store, { rule, among, now }: Question): Promise<Asked> {
  const dateByZone = rule.asksDate ? await findDates(store, among, now) : new Map<string, string>();
  const literals = sqlLiterals();
  const compiled = compileSql(rule.expr, { sources: ruleSources(rule.vocabulary, { now, dateByZone }), literals });
  if (!compiled.ok) throw new Error("A rule that was checked can't be compiled.");
  const from = fromCustomers(among, literals, needsAttributes(rule.expr));
  return {
    query: (sqlOf) => {
      const sql = sqlOf(compiled.value, literals);
      return { sql, params: [literals.toJson()] };
    },
    matching: (test) => `${from} and ${test} and ${IS_LIVE}`,
  };
}

/**
 * Where nobody without attributes can match, the walk goes over the narrow rows of attributes, and only who passed is looked
 * up among customers. CROSS JOIN keeps that order.
 */
function fromCustomers(among: Among, literals: SqlLiterals, isByAttributes: boolean): string {
  if ("ids" in among) {
    const pick = `from ${literals.rows(among.ids.map(String))} as pick`;
    return isByAttributes
      ? `${pick} cross join customer_attributes a on a.customer_id = pick.value cross join customers c on c.id = a.customer_id where true`
      : `${pick} cross join customers c on c.id = pick.value left join customer_attributes a on a.customer_id = c.id where true`;
  }
  const within = (column: string) => withinSql(column, among, literals);
  return isByAttributes
    ? `from customer_attributes a cross join customers c on c.id = a.customer_id where ${within("a.customer_id")}`
    : `from customers c left join customer_attributes a on a.customer_id = c.id where ${within("c.id")}`;
}

function withinSql(column: string, { after, upTo }: Exclude<Among, { ids: unknown }>, literals: SqlLiterals): string {
  return `${column} > ${literals.int(String(after))} and ${column} <= ${literals.int(String(upTo))}`;
}

function amongMembers(among: Among, literals: SqlLiterals): { readonly from: string; readonly where: string } {
  if (!("ids" in among)) return { from: "from segment_members m", where: withinSql("m.customer_id", among, literals) };
  const picked = `${literals.rows(among.ids.map(String))} as pick`;
  return { from: `from ${picked} cross join segment_members m`, where: "m.customer_id = pick.value" };
}

/** The date where each of them lives. Zones are few; they are read from the very customers that are asked about. */
async function findDates(store: Store, among: Among, now: number): Promise<DateByZone> {
  const literals = sqlLiterals();
  const sql = `select distinct c.zone as zone ${fromCustomers(among, literals, false)}`;
  const rows = await store.read<{ zone: string }>({ sql, params: [literals.toJson()] });
  return new Map(rows.map(({ zone }) => [zone, wallClockIn(zone, now).date]));
}
