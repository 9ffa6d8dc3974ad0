import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { listTriggers as list } from "#messages/triggers/list-triggers.ts";
import type { TriggerDeps } from "#messages/triggers/put-trigger.ts";
import { triggerView, viewOfTrigger } from "#messages/triggers/trigger-view.ts";
import { defineOperation } from "#web/operation.ts";
import { pageSchema, pageSearch, READ } from "./api-shapes.ts";

export function listTriggers({ store }: TriggerDeps) {
  return defineOperation({
    operationId: "listTriggers",
    method: "get",
    path: "/v1/triggers",
    tag: "Triggers",
    summary: "List triggers",
    scope: READ,
    search: z.strictObject(pageSearch),
    success: { status: 200, description: "A page of triggers by code.", schema: pageSchema(triggerView) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => {
      const page = await list(store, search);
      return ok({ ...page, items: page.items.map(viewOfTrigger) });
    },
  });
}
