import { z } from "zod";
import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { releaseRestored } from "#outbound/restored/release-restored.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

export function releaseRestoredOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "releaseRestored",
    method: "post",
    path: "/v1/restored-messages/release",
    tag: "messages",
    summary: "Let messages go that a restore holds back",
    description:
      "What the lost database had sent already is sent a second time: look into the mail server's log first.",
    scope: "messages:write",
    body: z.strictObject({
      newsletter: z
        .string()
        .min(1)
        .max(100)
        .meta({ examples: ["service"] }),
    }),
    success: { status: 200, description: "They are due.", schema: z.object({ released: z.int() }) },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, body: input }) => ok({ released: await releaseRestored({ deps, actor, input }) }),
  });
}
