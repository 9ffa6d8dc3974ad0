import { z } from "zod";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { publishTemplate as publish } from "#catalogue/templates/publish-template.ts";
import { publishedTemplate, templateBody, templateName } from "#catalogue/templates/template-body.ts";
import { WRITE } from "./api-shapes.ts";

export function publishTemplate(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "publishTemplate",
    method: "post",
    path: "/v1/templates/:name/versions",
    tag: "Templates",
    summary: "Publish a template",
    description: "Compiles it and makes it the newest version. Messages that are already prepared keep theirs.",
    scope: WRITE,
    params: z.object({ name: templateName }),
    body: templateBody,
    success: { status: 201, description: "The new version, with the linter's remarks.", schema: publishedTemplate },
    problems: [
      "invalid_json",
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "payload_too_large",
      "invalid_content",
    ],
    handle: ({ actor, params, body: { text, ...body } }) =>
      publish({ deps, actor, input: { ...body, ...params, ...(text === undefined ? {} : { text }) } }),
  });
}
