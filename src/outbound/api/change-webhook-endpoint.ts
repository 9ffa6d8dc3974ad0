import { z } from "zod";
import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { changeEndpoint } from "#outbound/webhooks/change-endpoint.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointBody, endpointParams, endpointSchema, endpointView } from "./endpoint-schema.ts";

export function changeWebhookEndpointOperation(deps: OutboundDeps): Operation {
  return defineOperation({
    operationId: "changeWebhookEndpoint",
    method: "patch",
    path: "/v1/webhook-endpoints/:id",
    tag: "webhooks",
    summary: "Change a webhook endpoint, or switch it off and on",
    description:
      "What is absent stays. While it is off nothing is told it; what was on its way waits, and goes on when it is on again.",
    scope: "webhooks:manage",
    params: endpointParams,
    body: endpointBody.partial().extend({ state: z.enum(["active", "disabled"]).optional() }),
    success: { status: 200, description: "The endpoint as it is now.", schema: endpointSchema },
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
      const changed = await changeEndpoint({ deps, actor, id, input });
      return changed.ok ? ok(endpointView(changed.value)) : changed;
    },
  });
}
