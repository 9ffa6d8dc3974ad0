import type { CallDeps } from "#calls/call-deps.ts";
import { chooseForCaller } from "#calls/choose-for-caller.ts";
import { openCall } from "#calls/find-call.ts";
import { ok } from "#kernel/result.ts";
import { preferencesView } from "#messages/api/api-shapes.ts";
import { viewOfPreferences } from "#messages/api/view-preferences.ts";
import { preferencesSchema } from "#messages/preferences/preferences.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callParams, inCall, SCOPE, TAG, wording } from "./call-schemas.ts";

export function putCallPreferencesOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "putCallPreferences",
    method: "put",
    path: "/v1/calls/:id/preferences",
    tag: TAG,
    summary: "Change what the caller hears, and when",
    description: "What is not named stays as it is.",
    scope: SCOPE,
    params: callParams,
    body: preferencesSchema.extend({ wording }),
    success: { status: 200, description: "Her choices as they stand.", schema: preferencesView },
    problems: [...inCall, "invalid_json", "invalid_content"],
    handle: async ({ actor, params, body: { wording: said, ...choice } }) => {
      const call = await openCall(deps, { actor, id: params.id });
      if (!call.ok) return call;
      const saved = await chooseForCaller(deps, { actor, call: call.value, choice, wording: said });
      return saved.ok ? ok(await viewOfPreferences(deps, saved.value)) : saved;
    },
  });
}
