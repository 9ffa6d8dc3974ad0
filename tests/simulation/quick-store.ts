import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { storeOver } from "#store/driver.ts";
import { migrate, type Migration } from "#store/migrate.ts";
import type { Query, Row, SqlValue, Store } from "#store/store.ts";

const folder = join(import.meta.dirname, "../../src/store/migrations");

const migrations: readonly Migration[] = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort()
  .map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));

/**
 * The same schema on the SQLite that Node brings, in memory, with statements that stay prepared: a simulation asks the same
 * few hundred statements a million times. The database's own behaviour is the contract suites' subject, not this one's.
 */
export async function quickStore(): Promise<Store> {
  const database = new DatabaseSync(":memory:");
  const prepared = new Map<string, StatementSync>();
  const run = ({ sql, params }: Query): Row[] => {
    const known = prepared.get(sql);
    const statement = known ?? database.prepare(sql);
    if (known === undefined) prepared.set(sql, statement);
    return statement.all(...(params as SqlValue[])) as Row[];
  };
  const store = storeOver({
    dialect: "libsql",
    rows: async (query) => run(query),
    values: async (query) => run(query).map((row) => Object.values(row)),
    batch: async (queries) => {
      database.exec("begin immediate");
      try {
        const rows = queries.map(run);
        database.exec("commit");
        return rows;
      } catch (cause) {
        database.exec("rollback");
        throw cause;
      }
    },
    close: async () => database.close(),
  });
  await migrate(store, migrations);
  return store;
}
