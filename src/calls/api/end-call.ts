import type { CallDeps } from "#calls/call-deps.ts";
import { endCall } from "#calls/end-call.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callParams, callView, SCOPE, TAG } from "./call-schemas.ts";
import { viewCall } from "./view-call.ts";

export function endCallOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "endCall",
    method: "post",
    path: "/v1/calls/:id/end",
    tag: TAG,
    summary: "End a call",
    description: "From now on it shows nothing and takes nothing.",
    scope: SCOPE,
    params: callParams,
    success: { status: 200, description: "The call, ended.", schema: callView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params }) => {
      const ended = await endCall(deps, { actor, id: params.id });
      return ended.ok ? ok(viewCall(ended.value)) : ended;
    },
  });
}
