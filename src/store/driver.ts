import { ormOver } from "./orm.ts";
import { type Query, type Row, type SqlValue, type Statement, type Store, toQuery } from "./store.ts";

/** What a database must be able to do for a Store to stand on it. */
export type Driver = {
  readonly dialect: Store["dialect"];
  rows(query: Query): Promise<Row[]>;
  /** The rows of one query as arrays of values, in column order. */
  values(query: Query): Promise<SqlValue[][]>;
  /** All queries in one transaction, or none. */
  batch(queries: readonly Query[]): Promise<Row[][]>;
  /** Of a file of our own: leaves nothing in its log of what was written before. */
  readonly clearLog?: () => Promise<void>;
  close(): Promise<void>;
};

export function storeOver(driver: Driver): Store {
  const { clearLog } = driver;
  return {
    dialect: driver.dialect,
    orm: ormOver(async (queries) => {
      const [first] = queries;
      if (queries.length === 1 && first !== undefined) return [await driver.values(first)];
      return (await driver.batch(queries)).map((rows) => rows.map((row) => Object.values(row)));
    }),
    read: async (statement: Statement) => (await driver.rows(toQuery(statement))) as never,
    write: async (statements: readonly Statement[]) =>
      statements.length === 0 ? [] : ((await driver.batch(statements.map(toQuery))) as never),
    ...(clearLog === undefined ? {} : { clearLog }),
    close: () => driver.close(),
  };
}
