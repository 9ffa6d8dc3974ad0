import type { Store } from "#store/store.ts";
import type { ImportRow } from "#customers/import/run/import-row.ts";

/** A row of a file of customers, at least. */
const BYTES_A_ROW = 150;

/**
 * Sets the indexes of customers aside that an import does not read: a million addresses in no order would each touch a page
 * of its own, while an index made at the end is sorted once. Only where the file brings at least as many as there are, and only
 * by whoever is alone with the database. A unique index stays, for it decides. Gives whether they are aside.
 */
export async function putOffIndexes(
  store: Store,
  { id, bytesTotal = 0 }: Pick<ImportRow, "id" | "bytesTotal">,
): Promise<boolean> {
  const [known] = await store.read<{ count: number }>({
    sql: "select seq as count from sqlite_sequence where name = 'customers'",
    params: [],
  });
  if (bytesTotal / BYTES_A_ROW < (known?.count ?? 0)) return false;
  const indexes = await store.read<{ name: string; sql: string }>({
    sql: `select name, sql from sqlite_master where type = 'index' and tbl_name = 'customers' and sql like 'create index%'`,
    params: [],
  });
  if (indexes.length === 0) return true;
  await store.write(
    indexes.flatMap(({ name, sql }) => [
      {
        sql: "insert into import_debts (import_id, name, statement) values (?, ?, ?)",
        params: [id, name, sql],
      },
      { sql: `drop index "${name}"`, params: [] },
    ]),
  );
  return true;
}
