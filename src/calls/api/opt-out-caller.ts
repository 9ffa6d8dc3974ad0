import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { openCall } from "#calls/find-call.ts";
import { optOutCaller } from "#calls/opt-out-caller.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callParams, inCall, SCOPE, TAG, wording } from "./call-schemas.ts";

export function optOutCallerOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "optOutCaller",
    method: "post",
    path: "/v1/calls/:id/opt-out",
    tag: TAG,
    summary: "Send the caller no advertising any more",
    description:
      "On no channel: consent, newsletters and what was planned end at once, and her addresses are suppressed. Service messages still come.",
    scope: SCOPE,
    params: callParams,
    body: z.strictObject({ wording }),
    success: { status: 200, description: "She is out.", schema: z.object({ isOptedOut: z.literal(true) }) },
    problems: [...inCall, "invalid_json", "invalid_content"],
    handle: async ({ actor, params, body: { wording: said } }) => {
      const call = await openCall(deps, { actor, id: params.id });
      if (!call.ok) return call;
      await optOutCaller(deps, { actor, call: call.value, wording: said });
      return ok({ isOptedOut: true as const });
    },
  });
}
