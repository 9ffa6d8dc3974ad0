import { z } from "zod";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { replayDelivery } from "#outbound/webhooks/replay-deliveries.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointParams } from "./endpoint-schema.ts";

export function replayWebhookDeliveryOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "replayWebhookDelivery",
    method: "post",
    path: "/v1/webhook-endpoints/:id/deliveries/:number/replay",
    tag: "webhooks",
    summary: "Send a delivery once more",
    description: "Under the webhook-id that it had, so that a receiver that keeps ids sees that it is the same.",
    scope: "webhooks:manage",
    params: endpointParams.extend({ number: z.coerce.number().int().positive() }),
    success: { status: 204, description: "It is on its way." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict", "too_many_requests"],
    handle: ({ actor, params: { id, number } }) => replayDelivery({ deps, actor, endpointId: id, number }),
  });
}
