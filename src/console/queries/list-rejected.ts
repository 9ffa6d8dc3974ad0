import { sql, type SQL } from "drizzle-orm";
import { type Fault } from "#kernel/problem.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";

/** An item that came in and was refused. What it said stays sealed. */
export type RejectedLine = {
  readonly id: number;
  readonly receivedAt: number;
  readonly source: string;
  readonly faults: readonly Fault[];
};

type Request = { readonly cursor?: string | undefined; readonly limit: number };

/** Newest first, by rejected_items_by_time. */
export async function listRejected(store: Store, request: Request): Promise<Page<RejectedLine>> {
  const rows = await store.read<Omit<RejectedLine, "faults"> & { faults: string }>(rejectedQuery(request));
  const items = rows.map((row) => ({ ...row, faults: JSON.parse(row.faults) as Fault[] }));
  return pageOf(items, request.limit, ({ receivedAt, id }) => [receivedAt, id]);
}

export function rejectedQuery({ cursor, limit }: Request): SQL {
  const [at = Number.MAX_SAFE_INTEGER, id = Number.MAX_SAFE_INTEGER] =
    (cursor === undefined ? undefined : decodeCursor(cursor)) ?? [];
  return sql`select id, received_at as receivedAt, source, faults from rejected_items
    where (received_at, id) < (${at}, ${id}) order by received_at desc, id desc limit ${limit + 1}`;
}
