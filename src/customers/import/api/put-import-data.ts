import { UnreadableFile, wholeFile } from "#customers/import/read/file-fault.ts";
import { iterate } from "#customers/import/read/unpack.ts";
import { type ImportDeps, SERVER_PACE } from "#customers/import/run/import-deps.ts";
import { runImport } from "#customers/import/run/run-import.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { importParams, importView, viewImport, WRITE } from "./import-shapes.ts";

export function putImportDataOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "putImportData",
    method: "put",
    path: "/v1/imports/:id/data",
    tag: "imports",
    summary: "Send an import its file",
    description:
      "The body is the file itself, under any Content-Type, plain or gzip. It is taken in as it comes, never faster than it is written, and the answer comes with its end. Should the call break off, send the same file again: the import goes on where it stands. An import that ended answers as it is.",
    scope: WRITE,
    params: importParams,
    success: { status: 200, description: "The import with its totals.", schema: importView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: async ({ params, request }) => {
      const source = bodyOf(request);
      const result = await runImport({ deps, importId: params.id, source, pace: SERVER_PACE });
      return result.ok ? ok(viewImport(result.value)) : result;
    },
  });
}

/** A line that goes dead stops the import where it stands; whatever came before counts. */
async function* bodyOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    yield* iterate(body);
  } catch {
    throw new UnreadableFile(wholeFile("The body broke off. Send the file again, and the import goes on."));
  }
}
