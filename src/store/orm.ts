import { drizzle, type SqliteRemoteDatabase } from "drizzle-orm/sqlite-proxy";
import type { Query, SqlValue } from "./store.ts";

/** Runs one query and gives its rows as arrays of values, in column order. */
export type RunValues = (queries: readonly Query[]) => Promise<SqlValue[][][]>;

/** drizzle's builder over our own driver, so that its statements pass the same writer and the same limits. */
export function ormOver(run: RunValues): SqliteRemoteDatabase {
  return drizzle(
    async (sql, params: SqlValue[], method) => {
      const [rows = []] = await run([{ sql, params }]);
      // drizzle's "get" wants the row itself, and an absent row where there is none.
      if (method === "get") return { rows: rows[0] as SqlValue[] };
      return { rows };
    },
    async (queries: ReadonlyArray<{ sql: string; params: unknown[]; method: string }>) => {
      const results = await run(queries.map(({ sql, params }) => ({ sql, params: params as SqlValue[] })));
      return results.map((rows, index) => ({
        rows: queries[index]?.method === "get" ? (rows[0] as SqlValue[]) : rows,
      }));
    },
  );
}
