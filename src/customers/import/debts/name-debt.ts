import type { Query } from "#store/store.ts";

/** The debt of customers' names: rows of `identities`. */
export const NAMES = "identities";

/** The customers of a piece have no names yet. Stands behind the statement that counted them. */
export function nameDebtStatement(importId: string, no: number): Query {
  return {
    sql: `insert into import_debts (import_id, name, first_id, last_id)
      select import_id, '${NAMES}', first_id, last_id from import_chunks where import_id = ? and no = ?
      on conflict (import_id, name) do update set last_id = excluded.last_id`,
    params: [importId, no],
  };
}
