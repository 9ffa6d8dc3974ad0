import type { PersonalData } from "#customers/personal-data/personal-data.ts";
import { deleteRows, type PersonalTable, tableRows } from "#customers/personal-data/personal-table.ts";
import type { Merger } from "#customers/customer-deps.ts";

const tables: readonly PersonalTable[] = [
  {
    table: "form_submissions",
    set: "surveys",
    columns: ["form_code", "version", "channel", "flags", "picked", "at"],
  },
  {
    table: "form_confirmations",
    set: "surveys",
    columns: ["form_code", "version", "state", "at", "confirmed_at"],
  },
];

/**
 * Forms that she sent. What she answered stands in the fact tables. What waits under an address of hers is nobody's yet, and
 * is shown to nobody; it goes with her all the same.
 */
export const formData: PersonalData = {
  area: "forms",
  tables: tables.map(({ table }) => table),
  rows: async function* rows(deps, question) {
    for (const table of tables) yield* tableRows(deps, table, question);
  },
  erase: async ({ store }, person) => {
    for (const { table } of tables) await deleteRows(store, person, { table });
    await store.write([
      {
        sql: "delete from form_confirmations where address_hash in (select value from json_each(?))",
        params: [JSON.stringify(person.names.map(({ hash }) => hash))],
      },
    ]);
  },
};

/** What merged records sent is the survivor's. */
export const mergeForms: Merger = (mergedCodes) =>
  tables.map(({ table }) => ({
    sql: `update ${table} set customer_id = (select merged_into from customers where customers.id = ${table}.customer_id)
      where customer_id in (select c.id from json_each(?) as item join customers c on c.code = item.value
        and c.merged_into is not null)`,
    params: [JSON.stringify(mergedCodes)],
  }));
