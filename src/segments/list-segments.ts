import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { listAllSegments } from "./segment.ts";
import { type SegmentView, viewOfSegment } from "./segment-view.ts";

export type PageFilter = { readonly cursor?: string | undefined; readonly limit: number };

/** Segments by code, from the cursor on. */
export async function listSegments(store: Store, { cursor, limit }: PageFilter): Promise<Page<SegmentView>> {
  const after = cursor === undefined ? "" : String(decodeCursor(cursor)?.[0] ?? "");
  const all = (await listAllSegments(store)).filter(({ code }) => code > after);
  return pageOf(all.slice(0, limit + 1).map(viewOfSegment), limit, ({ code }) => [code]);
}
