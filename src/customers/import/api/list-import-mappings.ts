import { z } from "zod";
import { listMappings } from "#customers/import/mapping/saved-mappings.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "./import-shapes.ts";

export function listImportMappingsOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "listImportMappings",
    method: "get",
    path: "/v1/import-mappings",
    tag: "imports",
    summary: "List saved mappings",
    scope: READ,
    success: {
      status: 200,
      description: "All of them, by name.",
      schema: z.strictObject({
        items: z.array(
          z.strictObject({ name: z.string(), into: z.string(), source: z.string(), description: z.string() }),
        ),
      }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => {
      const mappings = await listMappings(deps.store);
      return ok({
        items: mappings.map(({ name, into, source, description = "" }) => ({ name, into, source, description })),
      });
    },
  });
}
