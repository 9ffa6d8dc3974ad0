import { storeOver } from "./driver.ts";
import type { Query, Row, SqlValue, Store } from "./store.ts";

/** The part of Cloudflare's D1Database that is used. */
export type D1Like = {
  prepare(sql: string): D1Prepared;
  batch(statements: D1Prepared[]): Promise<Array<{ results: Row[] }>>;
};
type D1Prepared = {
  bind(...params: unknown[]): D1Prepared;
  all(): Promise<{ results: Row[] }>;
  raw(): Promise<SqlValue[][]>;
};

/**
 * A store on D1. `batch` is D1's only atomic unit. D1 repeats reads by itself and never writes: a lost answer of a write is
 * the caller's to repeat, which every write here allows (unique keys and conditions).
 */
export function openD1(database: D1Like): Store {
  const bound = (query: Query) => database.prepare(query.sql).bind(...query.params);
  return storeOver({
    dialect: "d1",
    rows: async (query) => (await bound(query).all()).results,
    values: (query) => bound(query).raw(),
    batch: async (queries) => (await database.batch(queries.map(bound))).map(({ results }) => results),
    close: async () => undefined,
  });
}
