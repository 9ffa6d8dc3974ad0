import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { findEndpoint } from "#outbound/webhooks/find-endpoints.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointParams, endpointSchema, endpointView } from "./endpoint-schema.ts";

export function getWebhookEndpointOperation({ store, clock }: OutboundDeps): Operation {
  return defineOperation({
    operationId: "getWebhookEndpoint",
    method: "get",
    path: "/v1/webhook-endpoints/:id",
    tag: "webhooks",
    summary: "Read a webhook endpoint",
    scope: "webhooks:read",
    params: endpointParams,
    success: { status: 200, description: "The endpoint, without its secret.", schema: endpointSchema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params: { id } }) => {
      const endpoint = await findEndpoint(store, { id, now: clock.now() });
      return endpoint === undefined ? err(problem("not_found")) : ok(endpointView(endpoint));
    },
  });
}
