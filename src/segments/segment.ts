import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Store } from "#store/store.ts";

export const segmentCode = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "A code has 1 to 64 small letters, digits and dashes.")
  .meta({ examples: ["garden-lovers"] });

/** A vendor has no more: each is asked about each customer who does something. */
export const MAX_SEGMENTS = 200;

/** A saved segment as its row tells. */
export type Segment = {
  readonly id: number;
  readonly code: string;
  readonly title: string;
  readonly when: string;
  /** Codes of the segments that its rule asks for. */
  readonly uses: readonly string[];
  /** Time alone changes who is in it. */
  readonly isTimed: boolean;
  readonly version: number;
  readonly memberCount: number;
  /** Up to which customer the walk under way came, and for which version; undefined while there is none. */
  readonly sweep: { readonly to: number; readonly version: number; readonly startedAt: number } | undefined;
  /** The last walk that came to its end. */
  readonly built: { readonly version: number; readonly at: number } | undefined;
  readonly updatedAt: number;
};

type SegmentRow = {
  id: number;
  code: string;
  title: string;
  source: string;
  uses: string;
  is_timed: number;
  version: number;
  member_count: number;
  swept_to: number | null;
  sweep_version: number | null;
  sweep_started_at: number | null;
  built_version: number | null;
  built_at: number | null;
  updated_at: number;
};

/** All segments, by code: there are at most MAX_SEGMENTS. */
export async function listAllSegments(store: Store): Promise<readonly Segment[]> {
  const rows = await store.read<SegmentRow>(sql`select * from segments where deleted_at is null order by code`);
  return rows.map(segmentOf);
}

/** By the unique index on code. */
export async function findSegment(store: Store, code: string): Promise<Segment | undefined> {
  const [row] = await store.read<SegmentRow>(sql`select * from segments where code = ${code} and deleted_at is null`);
  return row === undefined ? undefined : segmentOf(row);
}

function segmentOf(row: SegmentRow): Segment {
  const { swept_to: to, sweep_version: sweepVersion, sweep_started_at: startedAt } = row;
  const { built_version: builtVersion, built_at: builtAt } = row;
  const isSwept = to !== null && sweepVersion !== null && startedAt !== null;
  return {
    id: row.id,
    code: row.code,
    title: row.title,
    when: row.source,
    uses: JSON.parse(row.uses) as string[],
    isTimed: row.is_timed === 1,
    version: row.version,
    memberCount: row.member_count,
    sweep: isSwept ? { to, version: sweepVersion, startedAt } : undefined,
    built: builtVersion === null || builtAt === null ? undefined : { version: builtVersion, at: builtAt },
    updatedAt: row.updated_at,
  };
}
