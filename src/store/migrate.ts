import type { Store } from "./store.ts";

/** One file of src/store/migrations, as drizzle-kit wrote it. */
export type Migration = { readonly name: string; readonly sql: string };

/** Brings the schema up to date. Each migration is one batch with the row that remembers it: it happens once and whole. */
export async function migrate(store: Store, migrations: readonly Migration[]): Promise<readonly string[]> {
  await store.write([
    { sql: "create table if not exists schema_migrations (name text primary key, applied_at integer)", params: [] },
  ]);
  const done = new Set(
    (await store.read<{ name: string }>({ sql: "select name from schema_migrations", params: [] })).map(
      (row) => row.name,
    ),
  );
  const applied: string[] = [];
  for (const { name, sql } of migrations) {
    if (done.has(name)) continue;
    const statements = sql.split("--> statement-breakpoint").map((part) => ({ sql: part.trim(), params: [] }));
    await store.write([
      ...statements.filter((statement) => statement.sql !== ""),
      { sql: "insert into schema_migrations (name, applied_at) values (?, unixepoch() * 1000)", params: [name] },
    ]);
    applied.push(name);
  }
  return applied;
}
