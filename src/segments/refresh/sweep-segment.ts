import { sql } from "drizzle-orm";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { findMaxId } from "#segments/estimate-count.ts";
import type { Segment } from "#segments/segment.ts";
import { findDifference } from "#segments/segment-query.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { changeStatements } from "./change-statements.ts";
import type { LiveSegment } from "./load-rules.ts";
import { markCustomers } from "./mark-customers.ts";

/** Ids of one slice of the walk. */
const SLICE = 10_000;

/** A new or changed rule at once; one that time moves every hour; any other once a day, to be sure. */
export function isSweepDue({ version, isTimed, sweep, built }: Segment, now: number): boolean {
  if (sweep !== undefined || built?.version !== version) return true;
  return now - built.at >= (isTimed ? HOUR_MS : DAY_MS);
}

/**
 * Goes one slice further on the walk over all customers that makes members what the rule says. Where it stands is in the
 * segment's row and moves in the batch of what it changed, so that it can be killed anywhere. `isOver` tells that it came to
 * the end.
 */
export async function sweepSlice(
  { store, clock }: SegmentDeps,
  { segment, rule, isUsed }: LiveSegment,
): Promise<{ readonly isOver: boolean }> {
  const now = clock.now();
  const isFresh = segment.sweep?.version !== segment.version;
  const after = isFresh ? 0 : (segment.sweep?.to ?? 0);
  const upTo = after + SLICE;
  const difference = await findDifference(store, { rule, among: { after, upTo }, now }, segment.id);
  const isOver = upTo >= (await findMaxId(store));
  const cause = segment.built?.version === segment.version ? "time" : "rule";
  const moved = [...difference.entered, ...difference.left];
  await store.write([
    ...changeStatements({ segment, ...difference, cause, at: now }),
    // Those who ask for this segment by inSegment() are asked about who moved.
    ...(isUsed && moved.length > 0 ? [markCustomers(moved)] : []),
    isFresh
      ? sql`update segments set swept_to = ${upTo}, sweep_version = version, sweep_started_at = ${now}
          where id = ${segment.id} and version = ${segment.version}`
      : sql`update segments set swept_to = ${upTo} where id = ${segment.id} and version = ${segment.version}
          and sweep_version = version`,
    ...(isOver ? [endOfSweep(segment)] : []),
  ]);
  return { isOver };
}

/** The count is made anew from the rows: whoever took a customer's rows away did not know of it. */
function endOfSweep({ id, version }: Segment) {
  return sql`update segments set swept_to = null, built_version = sweep_version, built_at = sweep_started_at,
    member_count = (select count(*) from segment_members where segment_id = ${id})
    where id = ${id} and version = ${version} and sweep_version = version`;
}
