import { pageSchema, pageSearch } from "#access/api/page-search.ts";
import { ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { listEndpoints } from "#outbound/webhooks/find-endpoints.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { endpointSchema, endpointView } from "./endpoint-schema.ts";

export function listWebhookEndpointsOperation({ store, clock }: OutboundDeps): Operation {
  return defineOperation({
    operationId: "listWebhookEndpoints",
    method: "get",
    path: "/v1/webhook-endpoints",
    tag: "webhooks",
    summary: "List webhook endpoints, newest first",
    scope: "webhooks:read",
    search: pageSearch,
    success: {
      status: 200,
      description: "A page of endpoints, without their secrets.",
      schema: pageSchema(endpointSchema),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ search }) => {
      const page = await listEndpoints(store, { ...search, now: clock.now() });
      return ok({ ...page, items: page.items.map(endpointView) });
    },
  });
}
