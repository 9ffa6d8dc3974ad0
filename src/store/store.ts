import { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import type { SqliteRemoteDatabase } from "drizzle-orm/sqlite-proxy";

export type SqlValue = string | number | null | Uint8Array;

/** SQL text with its parameters: what a driver runs. */
export type Query = { readonly sql: string; readonly params: readonly SqlValue[] };

/** A query in any of the forms in which rooms write it: drizzle's `sql` template, a drizzle builder, or plain text. */
export type Statement = Query | SQL | { toSQL(): { sql: string; params: unknown[] } };

export type Row = Record<string, SqlValue>;

/**
 * The one way to the data. A write is always a batch: all of it or nothing, on libSQL and on D1 alike, and settled by
 * conditions in SQL; there is no transaction in which somebody could read, think and write.
 */
export type Store = {
  readonly dialect: "libsql" | "d1";
  /** Typed query building; awaiting a builder runs it through this store. */
  readonly orm: SqliteRemoteDatabase;
  read<T = Row>(statement: Statement): Promise<T[]>;
  /** Runs all statements in one transaction; gives the rows of each (`returning`). */
  write<T = Row>(statements: readonly Statement[]): Promise<T[][]>;
  /**
   * Leaves nothing in the log of an embedded file of what rows said before they were deleted. Absent where the log is
   * somebody else's: a server's, or D1's.
   */
  readonly clearLog?: () => Promise<void>;
  close(): Promise<void>;
};

/** D1 takes no more; held on every driver so that no query grows beyond it unseen. */
export const MAX_PARAMETERS = 100;

const dialect = new SQLiteAsyncDialect();

export function toQuery(statement: Statement): Query {
  const query =
    statement instanceof SQL
      ? dialect.sqlToQuery(statement)
      : "toSQL" in statement
        ? statement.toSQL()
        : { sql: statement.sql, params: statement.params };
  if (query.params.length > MAX_PARAMETERS) {
    throw new Error(`A statement has ${query.params.length} parameters, more than ${MAX_PARAMETERS}: use json_each.`);
  }
  return { sql: query.sql, params: query.params as SqlValue[] };
}
