import { z } from "zod";
import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { replayDeliveries } from "#outbound/webhooks/replay-deliveries.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointParams } from "./endpoint-schema.ts";

export function replayWebhookDeliveriesOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "replayWebhookDeliveries",
    method: "post",
    path: "/v1/webhook-endpoints/:id/replay",
    tag: "webhooks",
    summary: "Send everything since an instant once more",
    description: "For a receiver that lost data: what failed, or all of it. It goes back 30 days at most.",
    scope: "webhooks:manage",
    params: endpointParams,
    body: z.strictObject({
      since: z.int().nonnegative().describe("Epoch ms: events that were told from here on."),
      which: z.enum(["failed", "all"]).default("failed"),
    }),
    success: {
      status: 202,
      description: "They are on their way.",
      schema: z.object({ replayed: z.int().describe("How many.") }),
    },
    problems: [
      "invalid_json",
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "not_found",
      "too_many_requests",
    ],
    handle: async ({ actor, params: { id }, body: input }) => {
      const replayed = await replayDeliveries({ deps, actor, endpointId: id, input });
      return replayed.ok ? ok({ replayed: replayed.value }) : replayed;
    },
  });
}
