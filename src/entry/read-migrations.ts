import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Migration } from "#store/migrate.ts";

/** The files of src/store/migrations, in their order. */
export function readMigrations(): readonly Migration[] {
  const folder = join(import.meta.dirname, "../store/migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return files.sort().map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));
}
