import { env } from "cloudflare:workers";
import { migrate, type Migration } from "#store/migrate.ts";
import { type D1Like, openD1 } from "#store/open-d1.ts";
import type { Store } from "#store/store.ts";

const files = import.meta.glob<string>("../../../src/store/migrations/*.sql", {
  query: "?raw",
  import: "default",
  eager: true,
});
const migrations: readonly Migration[] = Object.entries(files)
  .map(([path, sql]) => ({ name: path.slice(path.lastIndexOf("/") + 1), sql }))
  .sort((left, right) => (left.name < right.name ? -1 : 1));

/**
 * The one D1 of this project, emptied: every table is dropped and made anew, since attributes add columns. Two round trips,
 * about 40 ms. What a test before left running meets no table.
 */
export async function freshD1(): Promise<Store> {
  const store = openD1(env["DB"] as D1Like);
  const tables = await store.read<{ name: string }>({
    sql: "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like '_cf_%'",
    params: [],
  });
  await store.write([
    { sql: "pragma defer_foreign_keys = true", params: [] },
    ...tables.map(({ name }) => ({ sql: `drop table "${name}"`, params: [] })),
  ]);
  await migrate(store, migrations);
  return store;
}
