import { sql } from "drizzle-orm";
import { findDifference } from "#segments/segment-query.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { changeStatements } from "./change-statements.ts";
import type { LiveSegment } from "./load-rules.ts";

/** Customers of one round: few enough that reading them holds nobody up. */
const ROUND = 1_000;

/**
 * Asks every segment about the customers who were marked, and takes the marks away that it saw. A mark that came meanwhile is a
 * higher one and stays. Killed halfway, it asks again: members are made what the rule says, whatever they were.
 * Gives how many customers were asked about.
 */
export async function drainQueue({ store, clock }: SegmentDeps, live: readonly LiveSegment[]): Promise<number> {
  const marks = await store.read<{ id: number; mark: number }>(
    sql`select customer_id as id, mark from segment_queue order by customer_id limit ${ROUND}`,
  );
  if (marks.length === 0) return 0;
  const ids = marks.map(({ id }) => id);
  for (const { segment, rule } of live) {
    const at = clock.now();
    const difference = await findDifference(store, { rule, among: { ids }, now: at }, segment.id);
    const statements = changeStatements({ segment, ...difference, cause: "fact", at });
    if (statements.length > 0) await store.write(statements);
  }
  await store.write([
    sql`delete from segment_queue where customer_id in (select q.customer_id
      from json_each(${JSON.stringify(marks.map(({ id, mark }) => [id, mark]))}) as item
      cross join segment_queue q on q.customer_id = item.value ->> 0 and q.mark = item.value ->> 1)`,
  ]);
  return marks.length;
}
