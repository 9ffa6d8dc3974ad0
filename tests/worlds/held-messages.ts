import { type SQL, sql } from "drizzle-orm";

/** Messages as a restore leaves them that were due between the backup and now. */
export function holdBack(...ids: readonly number[]): SQL {
  return sql`update messages set state = 'skipped', reason = 'restored', reserved_at = coalesce(reserved_at, due_at)
    where id in (select value from json_each(${JSON.stringify(ids)}))`;
}
