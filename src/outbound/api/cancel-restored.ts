import { z } from "zod";
import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { cancelRestored } from "#outbound/restored/cancel-restored.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

export function cancelRestoredOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "cancelRestored",
    method: "post",
    path: "/v1/restored-messages/cancel",
    tag: "messages",
    summary: "End messages that a restore holds back",
    description:
      "They never go out. They go on counting in customers' limits, since the lost database may have sent them.",
    scope: "messages:write",
    body: z.strictObject({
      newsletter: z
        .string()
        .min(1)
        .max(100)
        .meta({ examples: ["service"] }),
    }),
    success: { status: 200, description: "They are cancelled.", schema: z.object({ cancelled: z.int() }) },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, body: input }) => ok({ cancelled: await cancelRestored({ deps, actor, input }) }),
  });
}
