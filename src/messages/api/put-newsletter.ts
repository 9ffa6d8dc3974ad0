import { newsletterSchema } from "#messages/newsletters/newsletter.ts";
import { type NewsletterDeps, putNewsletter as put } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterCode, newsletterView, WRITE } from "./api-shapes.ts";

export function putNewsletter(deps: NewsletterDeps) {
  return defineOperation({
    operationId: "putNewsletter",
    method: "put",
    path: "/v1/newsletters/:code",
    tag: "Newsletters",
    summary: "Make or change a newsletter",
    description: "A new one runs at once. Its state is changed by its own operation and never by this one.",
    scope: WRITE,
    params: newsletterCode,
    body: newsletterSchema.omit({ code: true }),
    success: { status: 200, description: "The newsletter as it stands.", schema: newsletterView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ actor, params, body }) => put({ deps, actor, input: { ...body, code: params.code } }),
  });
}
