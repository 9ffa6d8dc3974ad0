import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { deleteEndpoint } from "#outbound/webhooks/delete-endpoint.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointParams } from "./endpoint-schema.ts";

export function deleteWebhookEndpointOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "deleteWebhookEndpoint",
    method: "delete",
    path: "/v1/webhook-endpoints/:id",
    tag: "webhooks",
    summary: "Take a webhook endpoint away",
    description: "Its secrets are gone at once, what was on its way to it soon.",
    scope: "webhooks:manage",
    params: endpointParams,
    success: { status: 204, description: "It hears of nothing any more." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: ({ actor, params: { id } }) => deleteEndpoint({ deps, actor, id }),
  });
}
