import { z } from "zod";
import { putMapping } from "#customers/import/mapping/saved-mappings.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { mappingBody, mappingName, mappingView, viewMapping, WRITE } from "./import-shapes.ts";

export function putImportMappingOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "putImportMapping",
    method: "put",
    path: "/v1/import-mappings/:name",
    tag: "imports",
    summary: "Save how a file becomes facts",
    scope: WRITE,
    params: z.object({ name: mappingName }),
    body: mappingBody,
    success: { status: 200, description: "The mapping with its defaults.", schema: mappingView },
    problems: ["invalid_json", "invalid_request", "invalid_content", "unauthenticated", "forbidden"],
    handle: async ({ actor, params, body }) => {
      if (body.name !== params.name) {
        return err(
          problem("invalid_content", undefined, [{ pointer: "/name", message: "The address names another mapping." }]),
        );
      }
      const result = await putMapping({ deps, actor, input: body });
      return result.ok ? ok(viewMapping(result.value)) : result;
    },
  });
}
