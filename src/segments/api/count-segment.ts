import { z } from "zod";
import { countRule } from "#segments/count-rule.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { segmentCode } from "#segments/segment.ts";
import { segmentBody } from "#segments/segment-view.ts";
import { defineOperation } from "#web/operation.ts";
import { READ, TAG } from "./api-shapes.ts";

const answer = z.strictObject({
  estimate: z.strictObject({
    count: z.int(),
    low: z.int().describe("The count lies between low and high with 95 % confidence."),
    high: z.int(),
    sampled: z.int().describe("Size of the fixed sample."),
    isExact: z.boolean().describe("The sample was everybody."),
  }),
  exact: z.int().optional().describe("Where it was asked for, or where the sample was everybody."),
});

export function countSegment(deps: SegmentDeps) {
  return defineOperation({
    operationId: "countSegment",
    method: "post",
    path: "/v1/segments/count",
    tag: TAG,
    summary: "Count a rule's customers",
    description:
      "Keeps nothing. The estimate comes from a fixed sample, fast enough for each stop of the hand; the exact count asks all.",
    scope: READ,
    body: z.strictObject({
      when: segmentBody.shape.when,
      code: segmentCode.optional().describe("The segment that the rule is for: it may not ask for itself."),
      exact: z.boolean().default(false),
    }),
    success: { status: 200, description: "How many customers the rule holds for at this moment.", schema: answer },
    problems: ["invalid_json", "unauthenticated", "forbidden", "invalid_content"],
    handle: ({ body }) => countRule(deps, body),
  });
}
