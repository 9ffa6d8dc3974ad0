import { ormOver } from "./orm.ts";
import { type Query, type Row, type SqlValue, type Store, toQuery } from "./store.ts";

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
  return {
    dialect: "d1",
    orm: ormOver(async (queries) => {
      const [first] = queries;
      if (queries.length === 1 && first !== undefined) return [await bound(first).raw()];
      const results = await database.batch(queries.map(bound));
      return results.map(({ results: rows }) => rows.map((row) => Object.values(row)));
    }),
    read: async (statement) => (await bound(toQuery(statement)).all()).results as never,
    write: async (statements) => {
      if (statements.length === 0) return [];
      const results = await database.batch(statements.map((statement) => bound(toQuery(statement))));
      return results.map(({ results: rows }) => rows as never);
    },
    close: async () => undefined,
  };
}
