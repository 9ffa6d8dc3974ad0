import { z } from "zod";
import { changeNewsletterState as change } from "#messages/newsletters/change-newsletter-state.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterCode, newsletterState, newsletterView, WRITE } from "./api-shapes.ts";

export function changeNewsletterState(deps: NewsletterDeps) {
  return defineOperation({
    operationId: "changeNewsletterState",
    method: "post",
    path: "/v1/newsletters/:code/state",
    tag: "Newsletters",
    summary: "Run, pause or stop a newsletter",
    description:
      "Takes effect at the next claim. Paused: nothing leaves, the plan goes on. Stopped: what was planned is taken back.",
    scope: WRITE,
    params: newsletterCode,
    body: z.strictObject({ state: newsletterState }),
    success: { status: 200, description: "The newsletter as it stands.", schema: newsletterView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "not_found", "invalid_content"],
    handle: ({ actor, params, body }) => change({ deps, actor, input: { ...params, ...body } }),
  });
}
