import { z } from "zod";
import { accountCode } from "#customers/accounts/account-fields.ts";
import { activityItem } from "#customers/accounts/activity-item.ts";
import { MAX_ACTIVITIES, recordActivities } from "#customers/accounts/record-activities.ts";
import { origin } from "#customers/api/schemas.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

const itemSchema = z.toJSONSchema(activityItem, { io: "input" });

const body = z.strictObject({
  source: origin.source.default("core-banking").describe("With its code an activity is the same, whoever tells it."),
  // Each is read by itself, so that a bad one takes no good one with it.
  activities: z
    .array(z.unknown().meta({ properties: itemSchema.properties, required: itemSchema.required, type: "object" }))
    .min(1)
    .max(MAX_ACTIVITIES),
});

const answer = z.object({
  accepted: z.int().describe("New activities."),
  duplicates: z.int().describe("Known by their codes, or twice in this call: the first report stands."),
  rejected: z
    .array(z.object({ index: z.int(), faults: z.array(z.object({ pointer: z.string(), message: z.string() })) }))
    .describe("Activities that are none, each with the places of its faults. The others were taken."),
});

export function recordAccountActivitiesOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordAccountActivities",
    method: "post",
    path: "/v1/accounts/:code/activities",
    tag: "accounts",
    summary: "Record what was posted on an account",
    description: "The good ones are taken and the bad ones named. A call may be repeated as often as it takes.",
    scope: "customers:write",
    params: accountCode,
    body,
    success: { status: 200, description: "What became of each.", schema: answer },
    problems: [
      "invalid_json",
      "invalid_request",
      "invalid_content",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
    ],
    handle: async ({ actor, params, body: input }) => {
      const recorded = await recordActivities({ deps, actor, code: params.code, input });
      if (!recorded.ok) return recorded;
      const { rejected, ...counts } = recorded.value;
      return ok({ ...counts, rejected: rejected.map(({ index, faults }) => ({ index, faults: [...faults] })) });
    },
  });
}
