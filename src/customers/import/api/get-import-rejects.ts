import { findImport } from "#customers/import/run/import-row.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { rejectsCsv } from "#customers/import/run/rejects-csv.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { importParams, READ } from "./import-shapes.ts";

export function getImportRejectsOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "getImportRejects",
    method: "get",
    path: "/v1/imports/:id/rejects",
    tag: "imports",
    summary: "Download what an import rejected",
    description:
      "CSV in UTF-8: the record's number and line, the column, the reason, then the record as it came. Mended, the file can be imported again with the same mapping. Cells that a spreadsheet would run as formulas begin with an apostrophe; the importer takes it off again.",
    scope: READ,
    params: importParams,
    success: { status: 200, description: "text/csv." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const row = await findImport(deps.store, params.id);
      if (row === undefined) return err(problem("not_found"));
      return ok(
        new Response(rejectsCsv(deps, row), {
          headers: {
            "content-type": "text/csv; charset=utf-8",
            "content-disposition": `attachment; filename="${row.id}-rejects.csv"`,
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
          },
        }),
      );
    },
  });
}
