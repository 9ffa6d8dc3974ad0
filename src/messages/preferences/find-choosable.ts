import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** What switching a newsletter on or off means beside its dates. */
export type Choosable = {
  readonly id: number;
  readonly code: string;
  readonly topic: string;
  readonly messageClass: "marketing" | "transactional";
  readonly categories: readonly string[];
};

/** Newsletters of these codes that are not stopped, by code. */
export async function findChoosable(store: Store, codes: readonly string[]): Promise<ReadonlyMap<string, Choosable>> {
  const rows = await store.read<Omit<Choosable, "categories"> & { readonly categories: string }>(
    sql`select id, code, topic, message_class as messageClass, categories from newsletters
      where code in (select value from json_each(${JSON.stringify(codes)})) and state <> 'stopped' and kind = 'newsletter'`,
  );
  return new Map(rows.map((row) => [row.code, { ...row, categories: JSON.parse(row.categories) as string[] }]));
}
