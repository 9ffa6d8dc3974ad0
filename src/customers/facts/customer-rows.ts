import type { Query } from "#store/store.ts";

/**
 * Makes sure that each code has its row. `updated_at` 0 says that nobody has stated a profile yet, so the first statement
 * counts whatever its time.
 */
export function customerRows(codes: Iterable<string>, createdAt: number): Query {
  return {
    sql: `insert into customers (code, created_at, updated_at)
      select item.value, ?, 0 from json_each(?) as item where true on conflict (code) do nothing`,
    params: [createdAt, JSON.stringify([...new Set(codes)])],
  };
}
