import type { Statement, Store } from "#store/store.ts";
import type { DerivedData, ImportDeps } from "#customers/import/run/import-deps.ts";
import type { ImportRow } from "#customers/import/run/import-row.ts";

const AT_ONCE = 500;

/** What an import itself writes about a customer whom it brings. */
const OWN_TABLES = ["identities", "customer_attributes", "import_changes"];

/**
 * Removes some of the customers whom an import brought; false where none are left. Whoever has been heard of since, in any
 * table of any room, stays as she is.
 */
export async function removeCreatedCustomers({ store, derived }: ImportDeps, row: ImportRow): Promise<boolean> {
  const [piece] = await store.read<{ no: number; first_id: number; last_id: number }>({
    sql: "select no, first_id, last_id from import_chunks where import_id = ? order by no desc limit 1",
    params: [row.id],
  });
  if (piece === undefined) return false;
  const { no, first_id: firstId, last_id: lastId } = piece;
  const from = Math.max(firstId, lastId - AT_ONCE);
  const own = new Set([...OWN_TABLES, ...derived.tables]);
  const gone = await findUnheard(store, row, { from, to: lastId, own });
  await store.write([...removals(derived, gone), shrink(row.id, { no, firstId, from })]);
  return true;
}

type Range = { readonly from: number; readonly to: number; readonly own: ReadonlySet<string> };

async function findUnheard(store: Store, row: ImportRow, { from, to, own }: Range): Promise<readonly number[]> {
  const tables = await store.read<{ name: string }>({
    // D1 lets nobody ask pragmas of tables of its own; migrations write names in backticks.
    sql: "select name from sqlite_master where type = 'table' and instr(sql, '`customer_id`') > 0",
    params: [],
  });
  const others = tables.map(({ name }) => name).filter((name) => !own.has(name));
  const isUnheard = others.map((name) => `not exists (select 1 from "${name}" where customer_id = customers.id)`);
  const rows = await store.read<{ id: number }>({
    sql: `select id from customers where id > ? and id <= ? and merged_into is null and updated_at <= ?
        and not exists (select 1 from identities where customer_id = customers.id
          and (verified_at is not null or at > ? or source <> ?))
        and not exists (select 1 from customer_attributes where customer_id = customers.id and updated_at > ?)
        and not exists (select 1 from customers as merged where merged.merged_into = customers.id)
        ${isUnheard.map((condition) => `and ${condition}`).join(" ")}`,
    params: [from, to, row.createdAt, row.createdAt, row.mapping.source, row.createdAt],
  });
  return rows.map(({ id }) => id);
}

function removals(derived: DerivedData, ids: readonly number[]): Statement[] {
  if (ids.length === 0) return [];
  const params = [JSON.stringify(ids)];
  return [
    ...derived.forget({ sql: "select value from json_each(?)", params }),
    ...OWN_TABLES.map((table) => ({
      sql: `delete from ${table} where customer_id in (select value from json_each(?))`,
      params,
    })),
    { sql: "delete from customers where id in (select value from json_each(?))", params },
  ];
}

/** What is looked at need not be looked at again. */
function shrink(
  importId: string,
  at: { readonly no: number; readonly firstId: number; readonly from: number },
): Statement {
  const { no, firstId, from } = at;
  return from <= firstId
    ? { sql: "delete from import_chunks where import_id = ? and no = ?", params: [importId, no] }
    : { sql: "update import_chunks set last_id = ? where import_id = ? and no = ?", params: [from, importId, no] };
}
