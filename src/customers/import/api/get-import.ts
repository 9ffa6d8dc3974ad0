import { findImport } from "#customers/import/run/import-row.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { importParams, importView, READ, viewImport } from "./import-shapes.ts";

export function getImportOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "getImport",
    method: "get",
    path: "/v1/imports/:id",
    tag: "imports",
    summary: "See how far an import is",
    scope: READ,
    params: importParams,
    success: { status: 200, description: "The import as it stands.", schema: importView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const row = await findImport(deps.store, params.id);
      return row === undefined ? err(problem("not_found")) : ok(viewImport(row));
    },
  });
}
