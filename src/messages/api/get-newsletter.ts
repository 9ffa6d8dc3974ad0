import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterCode, newsletterView, READ } from "./api-shapes.ts";

export function getNewsletter({ store }: NewsletterDeps) {
  return defineOperation({
    operationId: "getNewsletter",
    method: "get",
    path: "/v1/newsletters/:code",
    tag: "Newsletters",
    summary: "Get a newsletter",
    scope: READ,
    params: newsletterCode,
    success: { status: 200, description: "The newsletter.", schema: newsletterView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findNewsletter(store, params.code);
      return found === undefined ? err(problem("not_found")) : ok(found);
    },
  });
}
