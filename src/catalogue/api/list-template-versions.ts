import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { listTemplateVersions as list } from "#catalogue/templates/find-template.ts";
import { templateName, templateVersionView } from "#catalogue/templates/template-body.ts";
import { pageSchema, pageSearch, READ } from "./api-shapes.ts";

export function listTemplateVersions({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "listTemplateVersions",
    method: "get",
    path: "/v1/templates/:name/versions",
    tag: "Templates",
    summary: "List versions of a template",
    scope: READ,
    params: z.object({ name: templateName }),
    search: z.object(pageSearch),
    success: { status: 200, description: "Newest first.", schema: pageSchema(templateVersionView) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ params, search }) => ok(await list(store, { ...search, ...params })),
  });
}
