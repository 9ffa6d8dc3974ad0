import { z } from "zod";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { rotateSecret } from "#outbound/webhooks/rotate-secret.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointParams, secretSchema } from "./endpoint-schema.ts";

export function rotateWebhookSecretOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "rotateWebhookSecret",
    method: "post",
    path: "/v1/webhook-endpoints/:id/secret",
    tag: "webhooks",
    summary: "Give a webhook endpoint a new secret",
    description: "For three days both secrets sign, so that no delivery is refused while the receiver changes over.",
    scope: "webhooks:manage",
    params: endpointParams,
    success: {
      status: 200,
      description: "The new secret.",
      schema: z.object({ secret: secretSchema, oldSecretUntil: z.int().describe("Epoch ms.") }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: ({ actor, params: { id } }) => rotateSecret({ deps, actor, id }),
  });
}
