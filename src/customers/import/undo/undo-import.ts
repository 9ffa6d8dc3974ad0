import { type AuditActor, auditStatement } from "#access/audit.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { NAMES_AT_ONCE, settleDebts } from "#customers/import/debts/settle-debts.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { findImport, type ImportRow } from "#customers/import/run/import-row.ts";
import { removeCreatedCustomers } from "./remove-created-customers.ts";
import { undoChanges } from "./undo-changes.ts";

/** How long an import can be undone. Its before-images are forgotten after it. */
export const UNDO_WINDOW_MS = DAY_MS;

export type UndoImport = {
  readonly deps: ImportDeps;
  readonly importId: string;
  readonly actor: AuditActor;
  /** Epoch ms after which it pauses; it goes on when it is called again. */
  readonly until: number;
};

/**
 * Takes an import back, the last change first: new facts go, replaced ones return, values that still are what the import made
 * them become what they were, and customers whom it brought go, unless something else has been learnt about them since. What a
 * later import or the customer herself changed stays. Every step is a batch and leaves less to do, so it may stop anywhere.
 */
export async function undoImport({ deps, importId, actor, until }: UndoImport): Promise<Result<ImportRow, Problem>> {
  const begun = await beginUndo(deps, importId, actor);
  if (!begun.ok || begun.value.state === "undone") return begun;
  const row = begun.value;
  await deps.store.write([{ sql: "delete from quarantined_records where import_id = ?", params: [importId] }]);
  await settleDebts({ store: deps.store, atOnce: NAMES_AT_ONCE, breathe: deps.breathe });
  for (const step of [undoChanges, removeCreatedCustomers]) {
    while (await step(deps, row)) {
      await deps.breathe?.();
      if (deps.clock.now() >= until) return stateOf(deps, importId);
    }
  }
  await deps.store.write([
    {
      sql: "update imports set state = 'undone', finished_at = ? where id = ? and state = 'undoing'",
      params: [deps.clock.now(), importId],
    },
  ]);
  return stateOf(deps, importId);
}

async function beginUndo(deps: ImportDeps, importId: string, actor: AuditActor): Promise<Result<ImportRow, Problem>> {
  const now = deps.clock.now();
  const row = await findImport(deps.store, importId);
  if (row === undefined) return err(problem("not_found"));
  if (row.state === "undoing" || row.state === "undone") return ok(row);
  if (row.isDryRun) return err(problem("conflict", "A dry run changed nothing."));
  if (now - row.createdAt > UNDO_WINDOW_MS) return err(problem("conflict", "An import can be undone within 24 hours."));
  const begun = { at: now, actor, action: "undo-import", subject: { kind: "import", id: importId } };
  await deps.store.write([
    { sql: "update imports set state = 'undoing' where id = ? and state <> 'undone'", params: [importId] },
    auditStatement(begun),
  ]);
  return stateOf(deps, importId);
}

async function stateOf({ store }: ImportDeps, importId: string): Promise<Result<ImportRow, Problem>> {
  const row = await findImport(store, importId);
  return row === undefined ? err(problem("not_found")) : ok(row);
}
