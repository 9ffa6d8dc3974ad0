import { sql } from "drizzle-orm";
import { isoOf } from "#kernel/calendar.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { PageFilter } from "./list-segments.ts";

export type Member = { readonly customer: string; readonly enteredAt: string };

type MemberRow = { readonly id: number; readonly code: string; readonly at: number };

/** Members of a segment in the order of their keys, from the cursor on: a walk along the primary key, wherever it begins. */
export async function listMembers(
  store: Store,
  segmentId: number,
  { cursor, limit }: PageFilter,
): Promise<Page<Member>> {
  const after = cursor === undefined ? 0 : Number(decodeCursor(cursor)?.[0] ?? 0);
  const rows = await store.read<MemberRow>(
    sql`select m.customer_id as id, c.code as code, m.entered_at as at from segment_members m
      cross join customers c on c.id = m.customer_id
      where m.segment_id = ${segmentId} and m.customer_id > ${after} order by m.customer_id limit ${limit + 1}`,
  );
  const page = pageOf(rows, limit, ({ id }) => [id]);
  return { ...page, items: page.items.map(({ code, at }) => ({ customer: code, enteredAt: isoOf(at) })) };
}
