import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { createEndpoint } from "#outbound/webhooks/create-endpoint.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointBody, endpointSchema, endpointView, secretSchema } from "./endpoint-schema.ts";

export function createWebhookEndpointOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "createWebhookEndpoint",
    method: "post",
    path: "/v1/webhook-endpoints",
    tag: "webhooks",
    summary: "Make a webhook endpoint",
    description:
      "It hears of what happens from now on, at least once, in no promised order: webhook-id tells repetitions. Payloads are signed as Standard Webhooks says, with the secret in this answer.",
    scope: "webhooks:manage",
    body: endpointBody,
    success: {
      status: 201,
      description: "The endpoint is on.",
      schema: endpointSchema.extend({ secret: secretSchema }),
    },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, body: input }) => {
      const created = await createEndpoint({ deps, actor, input });
      return created.ok ? ok({ ...endpointView(created.value), secret: created.value.secret }) : created;
    },
  });
}
