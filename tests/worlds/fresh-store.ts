import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { migrate, type Migration } from "#store/migrate.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";

const folder = join(import.meta.dirname, "../../src/store/migrations");

const migrations: readonly Migration[] = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort()
  .map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));

/** An empty database of one test's own, in memory unless a file is asked for. */
export async function freshStore(url = ":memory:"): Promise<Store> {
  const store = await openLibsql({ url });
  await migrate(store, migrations);
  return store;
}
