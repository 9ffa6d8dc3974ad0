import { z } from "zod";
import { codeText, localeTag } from "#customers/api/schemas.ts";
import { findForm } from "#customers/forms/find-form.ts";
import type { FormDeps } from "#customers/forms/form-deps.ts";
import { answersBody, readAnswers } from "#customers/forms/read-answers.ts";
import { submitForm } from "#customers/forms/submit-form.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { keyedHash } from "#kernel/secret.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { formParams, TAG } from "./form-schemas.ts";

const body = z.strictObject({
  responseId: codeText.describe("Unique for each response: the same again is one."),
  version: z.int().min(1).describe("The version that was read: a consent names it."),
  locale: localeTag.describe("The language in which it was read."),
  answers: answersBody,
});

export function submitFormOperation(deps: FormDeps): Operation {
  return defineOperation({
    operationId: "submitForm",
    method: "post",
    path: "/v1/forms/:code/responses",
    tag: TAG,
    summary: "Send a form's answers",
    description:
      "From a page or an app of the vendor's own, by its server. As from the hosted page they are nobody's who merely has the same address; a form with double opt-in waits for the address all the same.",
    scope: "ingest:trusted",
    params: formParams,
    body,
    success: {
      status: 200,
      description: "What became of it.",
      schema: z.object({
        outcome: z.enum(["recorded", "waiting"]),
        isConfirmationRequired: z
          .boolean()
          .describe("True: nothing counts before the address said yes to a mail. Tell her to look into her mailbox."),
      }),
    },
    problems: [
      "invalid_request",
      "invalid_json",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "not_found",
      "too_many_requests",
    ],
    handle: async ({ actor, params: { code }, body: { responseId, version, locale, answers: said } }) => {
      const form = await findForm(deps.store, code, version);
      if (form === undefined || form.state !== "live") return err(problem("not_found"));
      const answers = await readAnswers(deps, form.definition, said);
      if (!answers.ok) return answers;
      const outcome = await submitForm(deps, {
        form,
        answers: answers.value,
        customerId: 0,
        origin: {
          idHash: keyedHash(deps.secret.keyFor("form-submission/1"), `api:${actor.id}:${code}:${responseId}`),
          at: deps.clock.now(),
          channel: "api",
          locale,
          network: "",
          device: "",
        },
      });
      if (outcome === "busy") return err({ ...problem("too_many_requests"), retryAfterSeconds: 3_600 });
      return ok({ outcome, isConfirmationRequired: outcome === "waiting" });
    },
  });
}
