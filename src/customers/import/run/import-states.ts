import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { ImportDeps } from "./import-deps.ts";
import { findImport, type ImportFault, type ImportRow } from "./import-row.ts";

/** Imports that wait, stopped, were refused or belong to a process that died run; one that ended is as it is. */
export async function startImport(deps: ImportDeps, id: string): Promise<Result<ImportRow, Problem>> {
  await deps.store.write([
    {
      sql: `update imports set state = 'running', fault = null, finished_at = null
        where id = ? and state in ('waiting', 'running', 'stopped', 'refused')`,
      params: [id],
    },
  ]);
  const row = await findImport(deps.store, id);
  if (row === undefined) return err(problem("not_found"));
  return row.state === "undoing" || row.state === "undone"
    ? err(problem("conflict", "This import was undone; begin a new one."))
    : ok(row);
}

/** The file does not fit the mapping: not one record was taken. */
export async function refuseImport(
  deps: ImportDeps,
  id: string,
  fault: ImportFault,
): Promise<Result<ImportRow, Problem>> {
  return endImport(deps, id, { state: "refused", fault });
}

/** How a file's reading ended. */
export type FileEnd = {
  readonly fault: ImportFault | undefined;
  readonly bytesRead: number;
  readonly blankLines: number;
};

/** Every record that could be read is settled. A fault of the file stops the import where it stands. */
export async function finishImport(
  deps: ImportDeps,
  id: string,
  { fault, bytesRead, blankLines }: FileEnd,
): Promise<Result<ImportRow, Problem>> {
  const state = fault === undefined ? "done" : "stopped";
  return endImport(deps, id, { state, fault, bytesRead, blankLines });
}

type End = {
  readonly state: "done" | "stopped" | "refused";
  readonly fault: ImportFault | undefined;
  readonly bytesRead?: number;
  readonly blankLines?: number;
};

async function endImport(
  deps: ImportDeps,
  id: string,
  { state, fault, bytesRead, blankLines }: End,
): Promise<Result<ImportRow, Problem>> {
  await deps.store.write([
    {
      sql: `update imports set state = ?, fault = ?, finished_at = ?, bytes_read = coalesce(?, bytes_read),
        blank_lines = coalesce(?, blank_lines)
        where id = ? and state = 'running'`,
      params: [
        state,
        fault === undefined ? null : JSON.stringify(fault),
        deps.clock.now(),
        bytesRead ?? null,
        blankLines ?? null,
        id,
      ],
    },
  ]);
  const row = await findImport(deps.store, id);
  return row === undefined ? err(problem("not_found")) : ok(row);
}
