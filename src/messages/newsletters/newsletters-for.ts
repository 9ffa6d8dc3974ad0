import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Newsletters that go to the members of a segment, in words: what keeps the segment from being deleted. */
export async function newslettersFor(store: Store, segment: string): Promise<readonly string[]> {
  const rows = await store.read<{ code: string }>(
    sql`select code from newsletters where audience = ${segment} order by code`,
  );
  return rows.map(({ code }) => `newsletter ${code}`);
}
