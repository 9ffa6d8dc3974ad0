import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { findTemplateSource } from "#catalogue/templates/find-template.ts";
import { templateBody, templateName } from "#catalogue/templates/template-body.ts";
import { READ } from "./api-shapes.ts";

const template = templateBody.extend({ name: templateName });

export function getTemplate({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "getTemplate",
    method: "get",
    path: "/v1/templates/:name",
    tag: "Templates",
    summary: "Get a template",
    scope: READ,
    params: z.object({ name: templateName }),
    success: {
      status: 200,
      description: "What the author of the newest version wrote.",
      schema: template,
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const source = await findTemplateSource(store, params.name);
      // What is stored came in by the same schema: read again, it has the shape that is promised.
      return source === undefined ? err(problem("not_found")) : ok(template.parse(source));
    },
  });
}
