import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { findCallerForm } from "#calls/caller-form.ts";
import { openCall } from "#calls/find-call.ts";
import { formBody } from "#customers/forms/form-definition.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callFormParams, inCall, SCOPE, TAG } from "./call-schemas.ts";

export function getCallFormOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "getCallForm",
    method: "get",
    path: "/v1/calls/:id/forms/:code",
    tag: TAG,
    summary: "Get a form to be filled in for the caller",
    description:
      "Labels of consents are read out word for word, in the caller's language where they stand in it. Fields with `when` are asked only after the answers that it names.",
    scope: SCOPE,
    params: callFormParams,
    success: {
      status: 200,
      description: "What the form asks.",
      schema: z.object({ code: z.string(), version: z.int(), definition: formBody }),
    },
    problems: inCall,
    handle: async ({ actor, params }) => {
      const call = await openCall(deps, { actor, id: params.id });
      if (!call.ok) return call;
      const form = await findCallerForm(deps, { call: call.value, code: params.code });
      if (!form.ok) return form;
      const { code, version, definition } = form.value;
      return ok({ code, version, definition });
    },
  });
}
