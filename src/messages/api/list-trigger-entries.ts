import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { entryOutcomes } from "#messages/triggers/entry-outcome.ts";
import { listEntries } from "#messages/triggers/list-entries.ts";
import { findTrigger } from "#messages/triggers/load-triggers.ts";
import type { TriggerDeps } from "#messages/triggers/put-trigger.ts";
import { defineOperation } from "#web/operation.ts";
import { pageSchema, pageSearch, READ } from "./api-shapes.ts";
import { triggerParams } from "./get-trigger.ts";

const entryLine = z.strictObject({
  id: z.int(),
  customer: z.string().describe("The vendor's code."),
  key: z.string().describe("By which she comes in once."),
  enteredAt: z.int().describe("Epoch ms."),
  dueAt: z.int().describe("Epoch ms."),
  outcome: z.enum(entryOutcomes),
  reason: z.string().nullable(),
  message: z.int().nullable().describe("The message's number."),
});

export function listTriggerEntries({ store }: TriggerDeps) {
  return defineOperation({
    operationId: "listTriggerEntries",
    method: "get",
    path: "/v1/triggers/:code/entries",
    tag: "Triggers",
    summary: "List who came in, and what became of each",
    description: "The newest first.",
    scope: READ,
    params: triggerParams,
    search: z.strictObject({
      outcome: z.enum(entryOutcomes).optional(),
      reason: z.string().max(100).optional(),
      ...pageSearch,
    }),
    success: { status: 200, description: "A page of entries.", schema: pageSchema(entryLine) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search }) => {
      const trigger = await findTrigger(store, params.code);
      if (trigger === undefined) return err(problem("not_found"));
      return ok(await listEntries(store, { ...search, triggerId: trigger.id }));
    },
  });
}
