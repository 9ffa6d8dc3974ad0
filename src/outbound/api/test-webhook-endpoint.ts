import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { sendTestEvent } from "#outbound/webhooks/send-test-event.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { deliverySchema, endpointParams } from "./endpoint-schema.ts";

export function testWebhookEndpointOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "testWebhookEndpoint",
    method: "post",
    path: "/v1/webhook-endpoints/:id/test",
    tag: "webhooks",
    summary: "Send a test event and tell what was answered",
    description: "Also to an endpoint that is off. A test that fails is tried again like everything else.",
    scope: "webhooks:manage",
    params: endpointParams,
    success: { status: 200, description: "The delivery after its first try.", schema: deliverySchema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: ({ actor, params: { id } }) => sendTestEvent({ deps, actor, endpointId: id }),
  });
}
