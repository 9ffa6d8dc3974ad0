import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

export type PictureCounts = {
  readonly waiting: number;
  readonly ready: number;
  readonly failed: number;
  /** The latest that can't be hosted, with the reason. */
  readonly faults: ReadonlyArray<{ readonly url: string; readonly fault: string }>;
};

const TOLD_FAULTS = 20;

/** How far the hosting of pictures is. Along the index on state. */
export async function countPictures(store: Store): Promise<PictureCounts> {
  const countOf = (state: string) => sql`(select count(*) from image_sources where state = ${state})`;
  const [[counts], faults] = await Promise.all([
    store.read<Omit<PictureCounts, "faults">>(sql`select ${countOf("waiting")} as waiting, ${countOf("ready")} as ready,
      ${countOf("failed")} as failed`),
    store.read<{ url: string; fault: string }>(sql`select url, coalesce(fault, '') as fault from image_sources
      where state = 'failed' order by next_try_at desc limit ${TOLD_FAULTS}`),
  ]);
  return { ...(counts ?? { waiting: 0, ready: 0, failed: 0 }), faults };
}
