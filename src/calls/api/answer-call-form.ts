import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { answerForCaller } from "#calls/answer-for-caller.ts";
import { findCallerForm } from "#calls/caller-form.ts";
import { openCall } from "#calls/find-call.ts";
import { codeText, localeTag } from "#customers/api/schemas.ts";
import { answersBody, readAnswers } from "#customers/forms/read-answers.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callFormParams, inCall, SCOPE, TAG } from "./call-schemas.ts";

const body = z.strictObject({
  responseId: codeText.max(100).describe("Unique in the call: the same again is one response."),
  version: z.int().min(1).describe("The version that was read out."),
  locale: localeTag.describe("The language in which it was read out."),
  answers: answersBody,
});

export function answerCallFormOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "answerCallForm",
    method: "post",
    path: "/v1/calls/:id/forms/:code",
    tag: TAG,
    summary: "Fill a form in for the caller",
    description:
      "The answers are hers at once. What she agrees to is proven by the agent and the call's reference; an address that she names for the first time is asked by mail first.",
    scope: SCOPE,
    params: callFormParams,
    body,
    success: {
      status: 200,
      description: "What became of it.",
      schema: z.object({
        outcome: z.enum(["recorded", "waiting"]),
        isConfirmationRequired: z.boolean().describe("True: nothing counts before the address said yes to a mail."),
      }),
    },
    problems: [...inCall, "invalid_json", "invalid_content"],
    handle: async ({ actor, params, body: { answers: typed, version, ...said } }) => {
      const call = await openCall(deps, { actor, id: params.id });
      if (!call.ok) return call;
      const form = await findCallerForm(deps, { call: call.value, code: params.code, version });
      if (!form.ok) return form;
      const answers = await readAnswers(deps, form.value.definition, typed);
      if (!answers.ok) return answers;
      const outcome = await answerForCaller(deps, {
        actor,
        call: call.value,
        form: form.value,
        answers: answers.value,
        ...said,
      });
      return ok({ outcome, isConfirmationRequired: outcome === "waiting" });
    },
  });
}
