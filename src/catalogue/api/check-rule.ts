import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { checkRule as check } from "#content/check-rule.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { READ } from "./api-shapes.ts";

const ruleFault = z.strictObject({
  message: z.string(),
  line: z.int().describe("From 1."),
  column: z.int().describe("From 1, in characters."),
  start: z.int().describe("Offset in UTF-16 units."),
  end: z.int().describe("Offset in UTF-16 units, exclusive."),
});

export function checkRule({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "checkRule",
    method: "post",
    path: "/v1/rules/check",
    tag: "Rules",
    summary: "Check a rule's source",
    description: "Keeps nothing. A source with faults is an answer here, not a refusal.",
    scope: READ,
    body: z.strictObject({ when: z.string().max(10_000) }),
    success: {
      status: 200,
      description: "The faults, in the order of the source; none where the rule can be put.",
      schema: z.strictObject({ faults: z.array(ruleFault).readonly() }),
    },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: async ({ body }) => {
      const checked = check(body.when, await loadVocabulary(store));
      return ok({ faults: checked.ok ? [] : checked.error });
    },
  });
}
