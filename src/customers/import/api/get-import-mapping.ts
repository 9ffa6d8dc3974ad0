import { z } from "zod";
import { findMapping } from "#customers/import/mapping/saved-mappings.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { mappingName, mappingView, READ, viewMapping } from "./import-shapes.ts";

export function getImportMappingOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "getImportMapping",
    method: "get",
    path: "/v1/import-mappings/:name",
    tag: "imports",
    summary: "Read a saved mapping",
    scope: READ,
    params: z.object({ name: mappingName }),
    success: { status: 200, description: "The mapping.", schema: mappingView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const mapping = await findMapping(deps.store, params.name);
      return mapping === undefined ? err(problem("not_found")) : ok(viewMapping(mapping));
    },
  });
}
