import { ok } from "#kernel/result.ts";
import { putTrigger as put, type TriggerDeps } from "#messages/triggers/put-trigger.ts";
import { triggerBody } from "#messages/triggers/trigger.ts";
import { triggerView, viewOfTrigger } from "#messages/triggers/trigger-view.ts";
import { defineOperation } from "#web/operation.ts";
import { WRITE } from "./api-shapes.ts";
import { triggerParams } from "./get-trigger.ts";

export function putTrigger(deps: TriggerDeps) {
  return defineOperation({
    operationId: "putTrigger",
    method: "put",
    path: "/v1/triggers/:code",
    tag: "Triggers",
    summary: "Make or change a trigger",
    description:
      "When this happens, then that message. A new one is a draft; its state is changed by its own operation. Who waits already keeps her time and gets the new message.",
    scope: WRITE,
    params: triggerParams,
    body: triggerBody,
    success: { status: 200, description: "The trigger as it stands.", schema: triggerView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "conflict", "invalid_content"],
    handle: async ({ actor, params, body }) => {
      const saved = await put({ deps, actor, input: { ...body, code: params.code } });
      return saved.ok ? ok(viewOfTrigger(saved.value)) : saved;
    },
  });
}
