import { z } from "zod";
import { pageSchema, pageSearch } from "#access/api/page-search.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { findEndpoint } from "#outbound/webhooks/find-endpoints.ts";
import { listDeliveries } from "#outbound/webhooks/list-deliveries.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { deliverySchema, endpointParams } from "./endpoint-schema.ts";

export function listWebhookDeliveriesOperation({ store, clock }: OutboundDeps): Operation {
  return defineOperation({
    operationId: "listWebhookDeliveries",
    method: "get",
    path: "/v1/webhook-endpoints/:id/deliveries",
    tag: "webhooks",
    summary: "List what was delivered to an endpoint, newest first",
    description:
      "Kept for 30 days. By state a page looks through a bounded part of the list: it may hold few items, or none, and still have a nextCursor.",
    scope: "webhooks:read",
    params: endpointParams,
    search: pageSearch.extend({ state: z.enum(["pending", "delivered", "failed"]).optional() }),
    success: { status: 200, description: "A page of deliveries.", schema: pageSchema(deliverySchema) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params: { id }, search }) => {
      if ((await findEndpoint(store, { id, now: clock.now() })) === undefined) return err(problem("not_found"));
      const page = await listDeliveries(store, { ...search, endpointId: id });
      return ok({ ...page, items: [...page.items] });
    },
  });
}
