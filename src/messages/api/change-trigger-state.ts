import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { changeTriggerState as change } from "#messages/triggers/change-trigger-state.ts";
import type { TriggerDeps } from "#messages/triggers/put-trigger.ts";
import { triggerStates } from "#messages/triggers/trigger.ts";
import { triggerView, viewOfTrigger } from "#messages/triggers/trigger-view.ts";
import { defineOperation } from "#web/operation.ts";
import { WRITE } from "./api-shapes.ts";
import { triggerParams } from "./get-trigger.ts";

export function changeTriggerState(deps: TriggerDeps) {
  return defineOperation({
    operationId: "changeTriggerState",
    method: "post",
    path: "/v1/triggers/:code/state",
    tag: "Triggers",
    summary: "Start, pause or withdraw a trigger",
    description:
      "Takes effect at the next claim. Live: what happens from now on lets in. Paused: nobody comes in, who waits goes on waiting. Draft: who waits is let go.",
    scope: WRITE,
    params: triggerParams,
    body: z.strictObject({ state: z.enum(triggerStates) }),
    success: { status: 200, description: "The trigger as it stands.", schema: triggerView },
    problems: [
      "invalid_json",
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "invalid_content",
    ],
    handle: async ({ actor, params, body }) => {
      const changed = await change({ deps, actor, input: { ...params, ...body } });
      return changed.ok ? ok(viewOfTrigger(changed.value)) : changed;
    },
  });
}
