import { DAY_MS, SECOND_MS } from "#kernel/clock.ts";
import type { Query } from "#store/store.ts";
import { NAMES_AT_ONCE, settleDebts } from "#customers/import/debts/settle-debts.ts";
import { releaseRecords } from "#customers/import/codes/release-records.ts";
import { UNDO_WINDOW_MS, undoImport } from "#customers/import/undo/undo-import.ts";
import type { ImportDeps } from "./import-deps.ts";

/** How long rejected records can be had back. */
const REJECTS_KEPT_MS = 30 * DAY_MS;
/** Rows of one statement. */
const SLICE = 2_000;
const UNDO_TURN_MS = 5 * SECOND_MS;

/** What imports leave to be done: what a killed one put off, undoing, codes that were declared, and traces that are old. */
export async function tendImports(deps: ImportDeps): Promise<void> {
  await settleDebts({ store: deps.store, atOnce: NAMES_AT_ONCE, breathe: deps.breathe });
  const undoing = await deps.store.read<{ id: string }>({
    sql: "select id from imports where state = 'undoing' limit 10",
    params: [],
  });
  for (const { id } of undoing) {
    const until = deps.clock.now() + UNDO_TURN_MS;
    await undoImport({ deps, importId: id, actor: { kind: "system", id: "clockwork" }, until });
  }
  await releaseRecords(deps);
  const now = deps.clock.now();
  for (const statement of oldTraces(now)) await forgetAll(deps, statement);
}

/** Before-images when the import can't be undone any more, rejected records after a month. */
function oldTraces(now: number): readonly Query[] {
  const beyond = "select id from imports where created_at < ? and state <> 'undoing'";
  // Records that came by themselves have no import, and nobody undoes them.
  const byThemselves = "import_id >= 'rec_' and import_id < 'rec`'";
  const of = (table: string, where: string) =>
    `delete from ${table} where rowid in (select rowid from ${table} where ${where} limit ${SLICE})`;
  return [
    ...["import_changes", "import_chunks"].flatMap((table) => [
      { sql: of(table, `import_id in (${beyond})`), params: [now - UNDO_WINDOW_MS] },
      { sql: of(table, byThemselves), params: [] },
    ]),
    { sql: of("import_rejects", `import_id in (${beyond})`), params: [now - REJECTS_KEPT_MS] },
    { sql: of("import_rejects", byThemselves), params: [] },
  ];
}

async function forgetAll({ store, breathe }: ImportDeps, statement: Query): Promise<void> {
  for (;;) {
    const [, [gone] = []] = await store.write<{ changed: number }>([
      statement,
      { sql: "select changes() as changed", params: [] },
    ]);
    if ((gone?.changed ?? 0) < SLICE) return;
    await breathe?.();
  }
}
