import { storeOver } from "./driver.ts";
import { StoreFull } from "./store-full.ts";
import type { Query, Row, SqlValue, Store } from "./store.ts";

/** The part of Cloudflare's D1Database, and of a session of it, that is used. */
export type D1Session = {
  prepare(sql: string): D1Prepared;
  batch(statements: D1Prepared[]): Promise<Array<{ results: Row[] }>>;
};
export type D1Like = { withSession(constraint: "first-primary"): D1Session };
type D1Prepared = {
  bind(...params: unknown[]): D1Prepared;
  all(): Promise<{ results: Row[] }>;
  raw(): Promise<SqlValue[][]>;
};

const FULL = /maximum DB size|SQLITE_FULL/i;

/**
 * A store on D1. `batch` is D1's only atomic unit. D1 repeats reads by itself and never writes: a lost answer of a write is
 * the caller's to repeat, which every write here allows (unique keys and conditions).
 *
 * Each query begins a session whose first word goes to the primary. Replicas may be switched on for a database at any time, and
 * lag by seconds: a suppression, a claim or a key that another isolate wrote a moment ago must be seen by the next question.
 */
export function openD1(database: D1Like): Store {
  const bound = (session: D1Session, { sql, params }: Query) => session.prepare(sql).bind(...params);
  const primary = () => database.withSession("first-primary");
  return storeOver({
    dialect: "d1",
    rows: async (query) => (await bound(primary(), query).all()).results,
    values: (query) => bound(primary(), query).raw(),
    batch: async (queries) => {
      const session = primary();
      try {
        return (await session.batch(queries.map((query) => bound(session, query)))).map(({ results }) => results);
      } catch (cause) {
        const isFull = cause instanceof Error && FULL.test(cause.message);
        throw isFull ? new StoreFull("The database takes nothing more.", { cause }) : cause;
      }
    },
    close: async () => undefined,
  });
}
