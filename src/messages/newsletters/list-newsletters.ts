import { sql } from "drizzle-orm";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { type NewsletterView, type StoredNewsletter, viewOfNewsletter } from "./newsletter-view.ts";

export type NewsletterFilter = { readonly cursor?: string | undefined; readonly limit: number };

/** Newsletters by code, from the cursor on. Walks the unique index on code. */
export async function listNewsletters(
  store: Store,
  { cursor, limit }: NewsletterFilter,
): Promise<Page<NewsletterView>> {
  const after = cursor === undefined ? "" : String(decodeCursor(cursor)?.[0] ?? "");
  const rows = await store.read<StoredNewsletter>(
    sql`select * from newsletters where code > ${after} and kind = 'newsletter' order by code limit ${limit + 1}`,
  );
  return pageOf(rows.map(viewOfNewsletter), limit, ({ code }) => [code]);
}

/** By the unique index on code. */
export async function findNewsletter(store: Store, code: string): Promise<NewsletterView | undefined> {
  const [row] = await store.read<StoredNewsletter>(
    sql`select * from newsletters where code = ${code} and kind = 'newsletter'`,
  );
  return row === undefined ? undefined : viewOfNewsletter(row);
}
