import { sql } from "drizzle-orm";
import { isoOf } from "#kernel/calendar.ts";
import { decodeCursor } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";

export type MembershipChange = {
  /** Grows with each change; a reader asks from the last one it knows. */
  readonly id: number;
  readonly segment: string;
  readonly customer: string;
  readonly change: "entered" | "left";
  /** A fact about the customer, time alone, or a new or changed rule. */
  readonly cause: "fact" | "time" | "rule";
  readonly at: string;
};

export type ChangeFilter = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** One segment's; absent: all. */
  readonly segmentId?: number | undefined;
  /** The latest instead: a look, not a log to follow. */
  readonly isNewestFirst?: boolean | undefined;
};

/** `nextCursor` is always there: a log has no last page, whoever follows it asks again later with the same one. */
export type ChangeLog = { readonly items: readonly MembershipChange[]; readonly nextCursor: string };

/** Who entered and left, oldest first, from the cursor on. Walks the primary key, or segment_changes_by_segment. */
export async function listChanges(
  store: Store,
  { cursor, limit, segmentId, isNewestFirst = false }: ChangeFilter,
): Promise<ChangeLog> {
  const after = cursor === undefined ? 0 : Number(decodeCursor(cursor)?.[0] ?? 0);
  const ofSegment = segmentId === undefined ? sql`` : sql`and h.segment_id = ${segmentId}`;
  const rows = await store.read<Omit<MembershipChange, "at"> & { readonly at: number }>(
    sql`select h.id as id, s.code as segment, c.code as customer, h.change as change, h.cause as cause, h.at as at
      from segment_changes h cross join segments s on s.id = h.segment_id cross join customers c on c.id = h.customer_id
      where h.id > ${after} ${ofSegment} order by h.id ${sql.raw(isNewestFirst ? "desc" : "asc")} limit ${limit}`,
  );
  const last = rows.at(-1)?.id ?? after;
  const nextCursor = Buffer.from(JSON.stringify([last]), "utf8").toString("base64url");
  return { items: rows.map((row) => ({ ...row, at: isoOf(row.at) })), nextCursor };
}
