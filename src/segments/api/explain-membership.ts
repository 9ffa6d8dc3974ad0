import { z } from "zod";
import { instantOutput } from "#catalogue/instant.ts";
import type { RuleExplanation } from "#content/explain-rule.ts";
import { explainMembership as explain } from "#segments/explain-membership.ts";
import type { SegmentDeps } from "#segments/segment-deps.ts";
import { segmentCode } from "#segments/segment.ts";
import { defineOperation } from "#web/operation.ts";
import { READ, TAG } from "./api-shapes.ts";

const condition = z.strictObject({
  kind: z.literal("condition"),
  text: z.string().describe("The condition in CEL."),
  holds: z.boolean(),
  found: z
    .array(z.strictObject({ what: z.string(), value: z.string().optional().describe("Absent: missing.") }))
    .readonly(),
});

const explanation: z.ZodType<RuleExplanation> = z.lazy(() =>
  z.union([
    condition,
    z.strictObject({
      kind: z.enum(["all", "any", "none"]),
      holds: z.boolean(),
      parts: z.array(explanation).readonly(),
    }),
  ]),
) as z.ZodType<RuleExplanation>;

export function explainMembership(deps: SegmentDeps) {
  return defineOperation({
    operationId: "explainMembership",
    method: "get",
    path: "/v1/segments/:code/members/:customer",
    tag: TAG,
    summary: "Why a customer is in a segment or not",
    description: "Each condition of the rule with its answer, and what was found of everything that it asks about.",
    scope: READ,
    params: z.object({ code: segmentCode, customer: z.string().min(1).max(200) }),
    success: {
      status: 200,
      description: "Whether she is a member, and why.",
      schema: z.strictObject({
        isMember: z.boolean(),
        enteredAt: instantOutput.nullable(),
        holdsNow: z.boolean().describe("Where it differs from isMember, the next turn of the clockwork sets it right."),
        explanation,
      }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "invalid_content"],
    handle: ({ params }) => explain(deps, params),
  });
}
