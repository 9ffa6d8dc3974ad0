import { z } from "zod";
import { findCustomerId } from "#customers/find-customer.ts";
import { isoOf } from "#kernel/calendar.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listExplainedScores } from "#predict/scoring/explain-score.ts";
import { defineOperation } from "#web/operation.ts";
import { listOf, READ, TAG } from "./api-shapes.ts";

const scoreView = z.strictObject({
  code: z.string(),
  title: z.string(),
  task: z.string(),
  horizonDays: z.int(),
  version: z.int().describe("Of the model that says it."),
  score: z.number(),
  extra: z
    .record(z.string(), z.unknown())
    .describe("Chances by day (p30), quantiles, a cluster's name, what is bought next."),
  reasons: z.array(z.string()).readonly().describe("Strongest first."),
  scoredAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe("From then on rules take it for missing."),
});

export function listCustomerScores({ store }: PredictDeps) {
  return defineOperation({
    operationId: "listCustomerScores",
    method: "get",
    path: "/v1/customers/:code/scores",
    tag: TAG,
    summary: "List what is foretold of a customer",
    scope: READ,
    params: z.object({ code: z.string().max(200) }),
    success: { status: 200, description: "A score of each prediction, with its reasons.", schema: listOf(scoreView) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const id = await findCustomerId(store, params.code);
      if (id === undefined) return err(problem("not_found"));
      const items = (await listExplainedScores(store, id)).map((score) => ({
        ...score,
        scoredAt: isoOf(score.scoredAt),
        expiresAt: isoOf(score.expiresAt),
      }));
      return ok({ items });
    },
  });
}
