import { type SealedPlace, unseal } from "#customers/seal.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { DatabaseCopy } from "./open-copy.ts";

/** Columns whose values are sealed under the root key, with the place that each value is bound to. */
const sealedColumns: ReadonlyArray<{ readonly sql: string; readonly placeOf: (key: string) => SealedPlace }> = [
  {
    sql: "select fact_key as key, note as value from contact_notes",
    placeOf: (key) => ({ table: "contact_notes", key, column: "note" }),
  },
  {
    sql: "select received_at as key, item as value from rejected_items",
    placeOf: (key) => ({ table: "rejected_items", key, column: "item" }),
  },
  {
    sql: "select batch_key as key, sealed as value from click_origins",
    placeOf: (key) => ({ table: "click_origins", key, column: "sealed" }),
  },
  {
    sql: "select id as key, secret as value from webhook_endpoints where state <> 'deleted'",
    placeOf: (key) => ({ table: "webhook_endpoints", key, column: "secret" }),
  },
];

/** Of each column, the oldest and the newest: one root key opens all of them or none. */
const LOOK_AT = 500;

/** How many sealed values were opened, and how many did not. */
export async function openSealedFields(
  copy: DatabaseCopy,
  rootKey: Uint8Array,
): Promise<{ readonly opened: number; readonly closed: number }> {
  const secret = secretFrom(rootKey);
  let opened = 0;
  let closed = 0;
  for (const { sql, placeOf } of sealedColumns) {
    for (const order of ["asc", "desc"]) {
      const rows = await copy.rows<{ key: string | number; value: unknown }>(
        `${sql} order by rowid ${order} limit ${LOOK_AT}`,
      );
      const open = rows.filter(({ key, value }) => unseal(secret, placeOf(String(key)), bytesOf(value)) !== undefined);
      opened += open.length;
      closed += rows.length - open.length;
    }
  }
  return { opened, closed };
}

function bytesOf(value: unknown): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "base64") : new Uint8Array(value as ArrayBuffer);
}
