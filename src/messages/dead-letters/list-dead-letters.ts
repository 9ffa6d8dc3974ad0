import { sql } from "drizzle-orm";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { DeadLetter } from "./dead-letter.ts";

export type DeadLetterRequest = { readonly cursor?: string | undefined; readonly limit: number };

/** Newest first, by the primary key. */
export async function listDeadLetters(store: Store, { cursor, limit }: DeadLetterRequest): Promise<Page<DeadLetter>> {
  const [before = Number.MAX_SAFE_INTEGER] = (cursor === undefined ? undefined : decodeCursor(cursor)) ?? [];
  const rows = await store.read<DeadLetter>(
    sql`select id, queue, name, reason, times, state, first_at as firstAt, last_at as lastAt, replayed_at as replayedAt
      from dead_letters where id < ${before} order by id desc limit ${limit + 1}`,
  );
  return pageOf(rows, limit, ({ id }) => [id]);
}
