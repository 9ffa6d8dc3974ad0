import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { findTrigger } from "#messages/triggers/load-triggers.ts";
import type { TriggerDeps } from "#messages/triggers/put-trigger.ts";
import { triggerCode } from "#messages/triggers/trigger.ts";
import { triggerView, viewOfTrigger } from "#messages/triggers/trigger-view.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "./api-shapes.ts";

export const triggerParams = z.object({ code: triggerCode });

export function getTrigger({ store }: TriggerDeps) {
  return defineOperation({
    operationId: "getTrigger",
    method: "get",
    path: "/v1/triggers/:code",
    tag: "Triggers",
    summary: "Get a trigger",
    scope: READ,
    params: triggerParams,
    success: { status: 200, description: "The trigger.", schema: triggerView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findTrigger(store, params.code);
      return found === undefined ? err(problem("not_found")) : ok(viewOfTrigger(found));
    },
  });
}
