import type { Store } from "#store/store.ts";
import { among, askedIds, type Subject } from "./feature-group.ts";
import { type Range, slicesOf } from "./read-group.ts";

/** What shall be foretold of rows: that this happens within the horizon. */
export type Outcome = {
  /** "purchase", of an account also "payment" and the like, or an event's name */
  readonly event: string;
  readonly category?: string | undefined;
};

export type OutcomeQuestion = {
  readonly subject: Subject;
  readonly outcome: Outcome;
  /** epoch ms: from inclusive, until exclusive */
  readonly from: number;
  readonly until: number;
  readonly range: Range;
};

/** To whom of a range it happened in the time, slice by slice. What came late counts too: it did happen. By the indexes that begin with the subject. */
export async function findOutcomes(
  store: Pick<Store, "read">,
  question: OutcomeQuestion,
): Promise<ReadonlySet<number>> {
  const { subject, outcome, from, until, range } = question;
  const { table, owner, where, category } = placeOf(subject, outcome);
  const ids = new Set<number>();
  for (const { after, upTo, every } of slicesOf(range)) {
    const [row] = await store.read<{ found: string }>({
      sql: `with recursive ${askedIds("?1", "?2", "?7")}
        select json_group_array(id) as found from (select distinct t.${owner} as id from ${table} t where ${among(`t.${owner}`)} and +t.at >= ?3 and +t.at < ?4 and ${where}
        and ${category === undefined ? "?6 is null" : `t.${category} = ?6`} and ?5 is not null)`,
      params: [after, upTo, from, until, outcome.event, outcome.category ?? null, every],
    });
    for (const id of row === undefined ? [] : (JSON.parse(row.found) as number[])) ids.add(id);
  }
  return ids;
}

/** An order counts though it names no lines, as tills and files of totals send them; lines are asked where a category is. */
function placeOf(subject: Subject, { event, category }: Outcome): Place {
  const isAny = category === undefined;
  if (subject === "account") {
    const where = "t.kind = ?5";
    return {
      table: "account_activities",
      owner: "account_id",
      where,
      ...(isAny ? {} : { category: "merchant_category" }),
    };
  }
  const owner = "customer_id";
  if (event !== "purchase")
    return { table: "events", owner, where: "t.name = ?5", ...(isAny ? {} : { category: "category" }) };
  if (isAny) return { table: "purchases", owner, where: "t.total_minor >= 0" };
  return { table: "purchase_lines", owner, where: "t.quantity_milli > 0", category: "category" };
}

type Place = {
  readonly table: string;
  readonly owner: string;
  readonly where: string;
  /** The column of categories, where one is asked for. */
  readonly category?: string;
};
