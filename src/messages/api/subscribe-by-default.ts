import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findNewsletter } from "#messages/newsletters/list-newsletters.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { subscribeByDefault as subscribe } from "#messages/newsletters/subscribe-by-default.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterCode, WRITE } from "./api-shapes.ts";

export function subscribeByDefault(deps: NewsletterDeps) {
  return defineOperation({
    operationId: "subscribeByDefault",
    method: "post",
    path: "/v1/newsletters/:code/default-subscriptions",
    tag: "Newsletters",
    summary: "Subscribe everybody who agreed and has not chosen",
    description:
      "Customers with consent for the topic and without a choice of their own get the newsletter's default dates, each in her own time zone. Calling it again changes nothing.",
    scope: WRITE,
    params: newsletterCode,
    success: {
      status: 200,
      description: "How many were subscribed now.",
      schema: z.strictObject({ subscribed: z.int() }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params }) => {
      const newsletter = await findNewsletter(deps.store, params.code);
      return newsletter === undefined ? err(problem("not_found")) : ok(await subscribe(deps, newsletter, actor));
    },
  });
}
