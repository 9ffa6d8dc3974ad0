import { sql } from "drizzle-orm";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { type EntryOutcome, entryOutcome, entryReason } from "./entry-outcome.ts";

/** One who came in, as lists show it. Instants are epoch ms. */
export type EntryLine = {
  readonly id: number;
  readonly customer: string;
  readonly key: string;
  readonly enteredAt: number;
  readonly dueAt: number;
  readonly outcome: EntryOutcome;
  readonly reason: string | null;
  /** The message's number; null where there is none. */
  readonly message: number | null;
};

export type EntryFilter = {
  readonly triggerId: number;
  readonly outcome?: EntryOutcome | undefined;
  readonly reason?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** Entries of a trigger, the newest first: walks trigger_entries_by_trigger backwards until the page is full. */
export async function listEntries(store: Store, filter: EntryFilter): Promise<Page<EntryLine>> {
  const { triggerId, outcome, reason, cursor, limit } = filter;
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(decodeCursor(cursor)?.[0] ?? 0);
  const rows = await store.read<EntryLine>(
    sql`select e.id, c.code as customer, e.entry_key as key, e.entered_at as enteredAt, e.due_at as dueAt,
        ${entryOutcome} as outcome, ${entryReason} as reason, m.id as message
      from trigger_entries e cross join customers c on c.id = e.customer_id left join messages m on m.id = e.message_id
      where e.trigger_id = ${triggerId} and e.id < ${before}
        ${outcome === undefined ? sql`` : sql`and ${entryOutcome} = ${outcome}`}
        ${reason === undefined ? sql`` : sql`and ${entryReason} = ${reason}`}
      order by e.id desc limit ${limit + 1}`,
  );
  return pageOf(rows, limit, ({ id }) => [id]);
}
