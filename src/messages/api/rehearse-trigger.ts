import { z } from "zod";
import { type RehearseDeps, rehearseTrigger as rehearse } from "#messages/triggers/rehearse-trigger.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "./api-shapes.ts";
import { triggerParams } from "./get-trigger.ts";

const outcome = z.enum(["would_reach", "exited", "held_out", "skipped"]);

const rehearsal = z.strictObject({
  since: z.int().describe("Epoch ms of the first moment looked at."),
  isComplete: z.boolean().describe("false: more would have come in than are looked at."),
  entered: z.int(),
  outcomes: z.array(z.strictObject({ outcome, reason: z.string().nullable(), count: z.int() })).readonly(),
  entrants: z
    .array(
      z.strictObject({
        customer: z.string(),
        enteredAt: z.int().describe("Epoch ms."),
        dueAt: z.int().describe("Epoch ms."),
        outcome,
        reason: z.string().nullable(),
      }),
    )
    .readonly()
    .describe("The latest of them."),
});

export function rehearseTrigger(deps: RehearseDeps) {
  return defineOperation({
    operationId: "rehearseTrigger",
    method: "get",
    path: "/v1/triggers/:code/rehearsal",
    tag: "Triggers",
    summary: "Whom a trigger would have reached, and when",
    description:
      "Had it been live these last days: the same conditions over the same logs, with exits, re-entry and hold-out. Caps and quiet hours are not foreseen. Nothing is written.",
    scope: READ,
    params: triggerParams,
    search: z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) }),
    success: { status: 200, description: "Numbers, and the latest customers.", schema: rehearsal },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: ({ params, search }) => rehearse(deps, { ...params, ...search }),
  });
}
