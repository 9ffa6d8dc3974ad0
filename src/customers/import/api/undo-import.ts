import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { undoImport } from "#customers/import/undo/undo-import.ts";
import { ok } from "#kernel/result.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { defineOperation } from "#web/operation.ts";
import { importParams, importView, viewImport, WRITE } from "./import-shapes.ts";

/** One call works so long and then answers with where it stands. */
const PATIENCE_MS = 10 * SECOND_MS;

export function undoImportOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "undoImport",
    method: "post",
    path: "/v1/imports/:id/undo",
    tag: "imports",
    summary: "Take an import back",
    description:
      "Within 24 hours of its beginning. New facts and customers go and replaced values return, as far as nothing newer was heard: what a later import or the customer herself changed stays. A large import is undone in several calls: while its state is `undoing`, call again; the server goes on by itself too.",
    scope: WRITE,
    params: importParams,
    success: { status: 200, description: "The import: undone, or undoing.", schema: importView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: async ({ actor, params }) => {
      const result = await undoImport({ deps, importId: params.id, actor, until: deps.clock.now() + PATIENCE_MS });
      return result.ok ? ok(viewImport(result.value)) : result;
    },
  });
}
