import type { AuditActor } from "#access/audit.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { ImportDeps } from "./import-deps.ts";
import { newImportStatements } from "./import-row.ts";

export type CreateImport = {
  readonly deps: Pick<ImportDeps, "store" | "clock" | "ids">;
  readonly actor: AuditActor;
  readonly input: {
    readonly mapping: Mapping;
    readonly fileName: string;
    readonly isDryRun: boolean;
    readonly bytesTotal: number | undefined;
  };
};

/** An import that waits for its file. It keeps the mapping as it is now, whatever becomes of the saved one. */
export async function createImport({ deps, actor, input }: CreateImport): Promise<{ readonly id: string }> {
  const id = deps.ids.next("imp");
  await deps.store.write(newImportStatements(actor, { ...input, id, at: deps.clock.now() }));
  return { id };
}
