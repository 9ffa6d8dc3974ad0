import { z } from "zod";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { countAnswers } from "#customers/forms/count-answers.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { formParams, TAG } from "./form-schemas.ts";

export function countFormAnswersOperation({ store }: Pick<CustomerDeps, "store">): Operation {
  return defineOperation({
    operationId: "countFormAnswers",
    method: "get",
    path: "/v1/forms/:code/answers",
    tag: TAG,
    summary: "Count what was picked in a form",
    description: "Answers of closed lists, scales, consents and references, of the newest 20,000 responses.",
    scope: "customers:read",
    params: formParams,
    success: {
      status: 200,
      description: "Each answer with how often it was picked.",
      schema: z.object({
        of: z.int().describe("Responses that were looked at."),
        counts: z.array(z.object({ field: z.string(), value: z.string(), count: z.int() })),
      }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ params }) => {
      const { of, counts } = await countAnswers(store, params.code);
      return ok({ of, counts: [...counts] });
    },
  });
}
