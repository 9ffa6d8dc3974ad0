import { type SealedPlace, unseal } from "#customers/seal.ts";
import type { Secret } from "#kernel/secret.ts";
import type { DatabaseCopy } from "./open-copy.ts";

type Row = Readonly<Record<string, unknown>>;

export type SealedColumn = {
  readonly table: string;
  /** The column that holds the values. */
  readonly column: string;
  /** Columns of the row that its place is made of. */
  readonly keys: readonly string[];
  /** The place's key; the one key column unless said. */
  readonly keyOf?: (row: Row) => string;
  /** The column that the value was sealed for, where it has moved since. */
  readonly sealedAs?: string;
  /** SQL of the rows that have a value. */
  readonly where?: string;
};

/**
 * Every column whose values are sealed under the root key, with the place that each value is bound to
 * (tests/house/sealed-columns.test.ts).
 */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "contact_notes", column: "note", keys: ["fact_key"] },
  { table: "rejected_items", column: "item", keys: ["received_at"] },
  {
    table: "import_rejects",
    column: "rows",
    keys: ["import_id", "no"],
    keyOf: (row) => `${String(row["import_id"])}/${String(row["no"])}`,
  },
  {
    table: "quarantined_records",
    column: "fields",
    keys: ["vocabulary", "code", "import_id", "record"],
    keyOf: (row) => JSON.stringify(["vocabulary", "code", "import_id", "record"].map((name) => row[name])),
  },
  // Emptied when they are confirmed.
  { table: "form_confirmations", column: "answers", keys: ["id_hash"], where: "length(answers) > 0" },
  { table: "own_requests", column: "address", keys: ["id_hash"], where: "address is not null" },
  { table: "own_notes", column: "body", keys: ["id"] },
  { table: "erasures", column: "names", keys: ["customer_id"], where: "names is not null" },
  { table: "click_origins", column: "sealed", keys: ["batch_key"] },
  { table: "webhook_endpoints", column: "secret", keys: ["id"], where: "state <> 'deleted'" },
  {
    table: "webhook_endpoints",
    column: "old_secret",
    keys: ["id"],
    sealedAs: "secret",
    where: "old_secret is not null and state <> 'deleted'",
  },
  { table: "push_devices", column: "address", keys: ["id"], where: "address is not null" },
  { table: "feeds", column: "header", keys: ["code"], where: "header is not null" },
  {
    table: "dead_letters",
    column: "body",
    keys: ["queue", "name"],
    keyOf: (row) => `${String(row["queue"])}/${String(row["name"])}`,
  },
];

/** Of each column, the oldest and the newest: one root key opens all of them or none. */
const LOOK_AT = 500;

export type OpenedFields = {
  readonly opened: number;
  readonly closed: number;
  /** The same of each column, as `table.column`. */
  readonly columns: Readonly<Record<string, { readonly opened: number; readonly closed: number }>>;
};

/** How many sealed values were opened, and how many did not. */
export async function openSealedFields(copy: Pick<DatabaseCopy, "rows">, secret: Secret): Promise<OpenedFields> {
  const columns: Record<string, { opened: number; closed: number }> = {};
  for (const sealed of sealedColumns) {
    const { table, column, keys, where = "true" } = sealed;
    const counts = { opened: 0, closed: 0 };
    columns[`${table}.${column}`] = counts;
    for (const order of ["asc", "desc"]) {
      const rows = await copy.rows<Row>(
        `select ${[...keys, column].join(", ")} from ${table} where ${where} order by rowid ${order} limit ${LOOK_AT}`,
      );
      const open = rows.filter((row) => unseal(secret, placeOf(sealed, row), bytesOf(row[column])) !== undefined);
      counts.opened += open.length;
      counts.closed += rows.length - open.length;
    }
  }
  const sum = (which: "opened" | "closed") => Object.values(columns).reduce((all, each) => all + each[which], 0);
  return { opened: sum("opened"), closed: sum("closed"), columns };
}

export function placeOf({ table, column, keys, keyOf, sealedAs = column }: SealedColumn, row: Row): SealedPlace {
  return { table, key: keyOf?.(row) ?? String(row[keys[0] ?? ""]), column: sealedAs };
}

export function bytesOf(value: unknown): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "base64") : new Uint8Array(value as ArrayBuffer);
}
