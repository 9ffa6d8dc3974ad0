import { createHash } from "node:crypto";
import type { Row, Store } from "#store/store.ts";

/** What tells of imports, of callers and of the clockwork, and is not meant to go back. */
const LOGS = new Set([
  "api_keys",
  "audit_log",
  "import_changes",
  "import_chunks",
  "import_rejects",
  "imports",
  "planner_state",
  "sqlite_sequence",
]);

/** A digest of each table's rows, but for the logs: what an undo has to bring back. */
export async function stateByTable(store: Pick<Store, "read">): Promise<ReadonlyMap<string, string>> {
  const tables = await store.read<{ name: string }>({
    sql: "select name from sqlite_master where type = 'table' order by name",
    params: [],
  });
  const state = new Map<string, string>();
  for (const { name } of tables) {
    if (LOGS.has(name)) continue;
    const rows = await store.read({ sql: `select * from "${name}"`, params: [] });
    const texts = rows.flatMap((row) => (isRemainder(name, row) ? [] : [JSON.stringify(columns(name, row))])).sort();
    const hash = createHash("sha256");
    for (const text of texts) hash.update(text);
    state.set(name, `${texts.length} ${hash.digest("base64url")}`);
  }
  return state;
}

/** Below any mass that one fact of the data's years leaves; what a subtraction of floats leaves is far below it. */
const LEAST_MASS = 1e-18;

/** An affinity is a sum: a fact that is taken back is subtracted, and rounding may leave a row of next to nothing. */
function isRemainder(table: string, row: Row): boolean {
  return table === "affinities" && Number(row["scaled"]) < LEAST_MASS;
}

/** A row as it is compared: sums to nine digits, since they are taken up in another order. */
function columns(table: string, row: Row): unknown[] {
  return Object.values(table === "affinities" ? { ...row, scaled: Number(row["scaled"]).toPrecision(9) } : row).map(
    plain,
  );
}

function plain(value: unknown): unknown {
  return value instanceof ArrayBuffer || value instanceof Uint8Array
    ? Buffer.from(value as Uint8Array).toString("hex")
    : value;
}

/** Tables that are not as they were. */
export function changedTables(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...before.keys()].filter((name) => before.get(name) !== after.get(name));
}
