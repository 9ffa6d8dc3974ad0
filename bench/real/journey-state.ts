import { createHash } from "node:crypto";
import type { Store } from "#store/store.ts";

/** What tells of imports and of callers, and is not meant to go back. */
const LOGS = new Set([
  "api_keys",
  "audit_log",
  "import_changes",
  "import_chunks",
  "import_rejects",
  "imports",
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
    const texts = rows.map((row) => JSON.stringify(Object.values(row).map(plain))).sort();
    const hash = createHash("sha256");
    for (const text of texts) hash.update(text);
    state.set(name, `${rows.length} ${hash.digest("base64url")}`);
  }
  return state;
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
