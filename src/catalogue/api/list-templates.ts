import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { listTemplates as list } from "#catalogue/templates/find-template.ts";
import { templateVersionView } from "#catalogue/templates/template-body.ts";
import { READ } from "./api-shapes.ts";

export function listTemplates({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "listTemplates",
    method: "get",
    path: "/v1/templates",
    tag: "Templates",
    summary: "List templates",
    scope: READ,
    success: {
      status: 200,
      description: "The newest version of each, by name.",
      schema: z.strictObject({ items: z.array(templateVersionView).readonly() }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: await list(store) }),
  });
}
