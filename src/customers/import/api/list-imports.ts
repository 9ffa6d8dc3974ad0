import { z } from "zod";
import { listImports } from "#customers/import/run/import-row.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { importView, READ, viewImport } from "./import-shapes.ts";

export function listImportsOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "listImports",
    method: "get",
    path: "/v1/imports",
    tag: "imports",
    summary: "List imports, newest first",
    scope: READ,
    search: z.object({
      cursor: z.string().max(500).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    success: {
      status: 200,
      description: "A page of imports.",
      schema: z.strictObject({ items: z.array(importView), nextCursor: z.string().optional() }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => {
      const { items, ...rest } = await listImports(deps.store, search);
      return ok({ items: items.map(viewImport), ...rest });
    },
  });
}
