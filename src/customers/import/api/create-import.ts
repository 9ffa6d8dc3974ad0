import { z } from "zod";
import { findAttributes } from "#customers/attributes.ts";
import { checkMapping } from "#customers/import/mapping/check-mapping.ts";
import { type Mapping } from "#customers/import/mapping/mapping.ts";
import { findMapping } from "#customers/import/mapping/saved-mappings.ts";
import { createImport } from "#customers/import/run/create-import.ts";
import { findImport } from "#customers/import/run/import-row.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { importView, mappingBody, mappingName, viewImport, WRITE } from "./import-shapes.ts";

const body = z.strictObject({
  mapping: z.union([mappingName, mappingBody]).describe("Name of a saved mapping, or a mapping for this import alone."),
  fileName: z.string().max(200).default("").describe("For people: what the file is called."),
  bytesTotal: z.int().min(0).optional().describe("Its size, so that progress can be told as a part of the whole."),
  isDryRun: z.boolean().default(false).describe("Read and check everything, write nothing."),
});

export function createImportOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "createImport",
    method: "post",
    path: "/v1/imports",
    tag: "imports",
    summary: "Begin an import",
    description: "The import waits for its file: send that with putImportData. It keeps the mapping as it is now.",
    scope: WRITE,
    body,
    success: { status: 201, description: "The import, waiting for its file.", schema: importView },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, body: input }) => {
      const mapping = await mappingOf(deps, input.mapping);
      if (!mapping.ok) return mapping;
      const made = { ...input, mapping: mapping.value, bytesTotal: input.bytesTotal };
      const { id } = await createImport({ deps, actor, input: made });
      const row = await findImport(deps.store, id);
      return row === undefined ? err(problem("not_found")) : ok(viewImport(row));
    },
  });
}

async function mappingOf({ store }: ImportDeps, named: string | Mapping): Promise<Result<Mapping, Problem>> {
  if (typeof named === "string") {
    const mapping = await findMapping(store, named);
    return mapping === undefined ? err(problem("not_found", "There is no mapping of that name.")) : ok(mapping);
  }
  const faults = checkMapping(named, await findAttributes(store));
  const placed = faults.map(({ pointer, message }) => ({ pointer: `/mapping${pointer}`, message }));
  return faults.length > 0 ? err(problem("invalid_content", undefined, placed)) : ok(named);
}
