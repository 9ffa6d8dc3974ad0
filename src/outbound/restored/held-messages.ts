import { type SQL, sql } from "drizzle-orm";

/** Rows of one batch: some 20 ms of the writer. */
export const HELD_AT_ONCE = 2_000;

/** The next messages of a programme that a restore holds back (index messages_restored). */
export function heldMessages(newsletter: string): SQL {
  return sql`select m.id from newsletters n join messages m on m.newsletter_id = n.id and m.reason = 'restored'
    where n.code = ${newsletter} and m.state = 'skipped' limit ${HELD_AT_ONCE}`;
}
