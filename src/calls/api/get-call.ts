import type { CallDeps } from "#calls/call-deps.ts";
import { openCall } from "#calls/find-call.ts";
import { releasedFacts } from "#calls/released-facts.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callParams, callView, factsView, inCall, SCOPE, TAG } from "./call-schemas.ts";
import { viewCall } from "./view-call.ts";

export function getCallOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "getCall",
    method: "get",
    path: "/v1/calls/:id",
    tag: TAG,
    summary: "Get a call with what its agent may know",
    scope: SCOPE,
    params: callParams,
    success: {
      status: 200,
      description: "What is released to agents.",
      schema: callView.extend({ facts: factsView }),
    },
    problems: inCall,
    handle: async ({ actor, params }) => {
      const call = await openCall(deps, { actor, id: params.id });
      if (!call.ok) return call;
      const facts = await releasedFacts(deps, call.value);
      if (!facts.ok) return facts;
      const { attributes, notes } = facts.value;
      return ok({
        ...viewCall(call.value),
        facts: { ...facts.value, attributes: [...attributes], notes: [...notes] },
      });
    },
  });
}
