import { attributeRows } from "./attributes-data.ts";
import { bareConsents, consentTable } from "./consents-data.ts";
import { factTables } from "./fact-tables.ts";
import type { PersonalData } from "./personal-data.ts";
import { unseal } from "#customers/seal.ts";
import { bytesOf, deleteRows, type PersonalTable, tableRows } from "./personal-table.ts";
import { eraseSealed, type SealedTable, sealedRows } from "./sealed-search.ts";

const profile: PersonalTable = {
  table: "customers",
  set: "profile",
  owner: "id",
  columns: [
    "code",
    "first_name",
    "last_name",
    "email",
    "phone",
    "birth_on",
    "country",
    "locale",
    "zone",
    "is_tracked",
    "created_at",
    "updated_at",
  ],
};

const quarantine: SealedTable = {
  table: "quarantined_records",
  column: "fields",
  keys: ["vocabulary", "code", "import_id", "record"],
  placeOf: (row) => ({
    table: "quarantined_records",
    key: JSON.stringify(["vocabulary", "code", "import_id", "record"].map((name) => row[name])),
    column: "fields",
  }),
  isList: false,
  // Whose it is stands there otherwise.
  where: "customer_id = 0",
};

const importTables: readonly PersonalTable[] = [
  { table: "import_changes", set: "imports", columns: ["import_id", "subject", "key", "before", "after"] },
  {
    table: "quarantined_records",
    set: "imports",
    columns: [...quarantine.keys, "received_at", "fields"],
    open: ({ secret }, { fields, ...row }) => ({
      ...row,
      fields: unseal(secret, quarantine.placeOf(row), bytesOf(fields)) ?? null,
    }),
  },
];

const sealedTables: readonly SealedTable[] = [
  {
    table: "rejected_items",
    column: "item",
    keys: ["received_at"],
    placeOf: (row) => ({ table: "rejected_items", key: String(row["received_at"]), column: "item" }),
    isList: false,
  },
  {
    table: "import_rejects",
    column: "rows",
    keys: ["import_id", "no"],
    placeOf: (row) => ({
      table: "import_rejects",
      key: `${String(row["import_id"])}/${String(row["no"])}`,
      column: "rows",
    }),
    isList: true,
  },
  quarantine,
];

/**
 * Facts, names and consent of a customer, and what of her came in and could not be taken. Her row in `customers` is the last
 * thing that an erasure changes (erasure-statements.ts).
 */
export const customerData: PersonalData = {
  area: "customers",
  tables: [
    "customers",
    "customer_attributes",
    "consents",
    ...factTables.map(({ table }) => table),
    ...importTables.map(({ table }) => table),
    ...sealedTables.map(({ table }) => table),
    "erasures",
    "suppressions",
  ],
  rows: async function* rows(deps, question) {
    yield* tableRows(deps, profile, question);
    yield* attributeRows(deps, question);
    for (const table of [...factTables, consentTable, ...importTables]) yield* tableRows(deps, table, question);
    yield* sealedRows(deps, sealedTables, question.person);
  },
  erase: async (deps, person) => {
    for (const { table } of [...factTables, ...importTables]) await deleteRows(deps.store, person, { table });
    await deleteRows(deps.store, person, { table: "customer_attributes" });
    await bareConsents(deps.store, person);
    await eraseSealed(deps, sealedTables, person);
  },
};
