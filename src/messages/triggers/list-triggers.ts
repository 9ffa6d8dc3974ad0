import { sql } from "drizzle-orm";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { readTriggers } from "./load-triggers.ts";
import type { Trigger } from "./trigger.ts";

/** Triggers by code, from the cursor on. Walks the unique index on code. */
export async function listTriggers(
  store: Store,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<Trigger>> {
  const after = cursor === undefined ? "" : String(decodeCursor(cursor)?.[0] ?? "");
  const triggers = await readTriggers(store, sql`where t.code > ${after} order by t.code limit ${limit + 1}`);
  return pageOf(triggers, limit, ({ input }) => [input.code]);
}
