import type { CallDeps } from "#calls/call-deps.ts";
import { openCall } from "#calls/find-call.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { preferencesView } from "#messages/api/api-shapes.ts";
import { viewOfPreferences } from "#messages/api/view-preferences.ts";
import { findPreferences } from "#messages/preferences/find-preferences.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callParams, inCall, SCOPE, TAG } from "./call-schemas.ts";

export function getCallPreferencesOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "getCallPreferences",
    method: "get",
    path: "/v1/calls/:id/preferences",
    tag: TAG,
    summary: "Get what the caller chose",
    scope: SCOPE,
    params: callParams,
    success: { status: 200, description: "Her newsletters, days, pause and limit.", schema: preferencesView },
    problems: inCall,
    handle: async ({ actor, params }) => {
      const call = await openCall(deps, { actor, id: params.id });
      if (!call.ok) return call;
      const found = await findPreferences(deps.store, { id: call.value.customerId });
      return found === undefined ? err(problem("not_found")) : ok(await viewOfPreferences(deps, found));
    },
  });
}
