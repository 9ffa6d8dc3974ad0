import { type Client, createClient, type InValue } from "@libsql/client";

/** A database file that nobody serves: a copy, or one that is being put back. */
export type DatabaseCopy = {
  rows<Row>(sql: string, params?: readonly InValue[]): Promise<Row[]>;
  batch(statements: ReadonlyArray<{ readonly sql: string; readonly args: InValue[] }>): Promise<void>;
  close(): void;
};

export function openCopy(path: string): DatabaseCopy {
  const client: Client = createClient({ url: `file:${path}`, concurrency: 1 });
  return {
    rows: async (sql, params = []) => (await client.execute({ sql, args: [...params] })).rows as never,
    batch: async (statements) => {
      await client.batch([...statements], "write");
    },
    close: () => client.close(),
  };
}

/** Rows of every table. */
export async function countTables(copy: DatabaseCopy): Promise<Record<string, number>> {
  const names = await copy.rows<{ name: string }>(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
  );
  const counts: Record<string, number> = {};
  for (const { name } of names) {
    const [row] = await copy.rows<{ n: number }>(`select count(*) as n from "${name.replaceAll('"', '""')}"`);
    counts[name] = row?.n ?? 0;
  }
  return counts;
}

export async function migrationsIn(copy: DatabaseCopy): Promise<string[]> {
  const rows = await copy.rows<{ name: string }>("select name from schema_migrations order by name");
  return rows.map(({ name }) => name);
}
