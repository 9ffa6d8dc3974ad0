import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";

const KEPT_MS = 90 * DAY_MS;
const SLICE = 2_000;

/**
 * Takes away what nobody needs any more, a slice at a time: changes of more than 90 days ago, and members and changes of
 * segments that were deleted, whose row goes last. By segment_changes_by_time and by the keys that begin with the segment.
 */
export async function forgetChanges({ store, clock }: SegmentDeps): Promise<void> {
  await store.write([
    sql`delete from segment_changes where id in
      (select id from segment_changes where at < ${clock.now() - KEPT_MS} order by at limit ${SLICE})`,
  ]);
  const [gone] = await store.read<{ id: number }>(sql`select id from segments where deleted_at is not null limit 1`);
  if (gone === undefined) return;
  const { id } = gone;
  await store.write([
    sql`delete from segment_members where segment_id = ${id} and customer_id in
      (select customer_id from segment_members where segment_id = ${id} order by customer_id limit ${SLICE})`,
    sql`delete from segment_changes where id in
      (select id from segment_changes where segment_id = ${id} order by id limit ${SLICE})`,
    sql`delete from segments where id = ${id} and not exists (select 1 from segment_members where segment_id = ${id})
      and not exists (select 1 from segment_changes where segment_id = ${id})`,
  ]);
}
