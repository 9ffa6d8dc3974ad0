import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { countEntries } from "#messages/triggers/count-entries.ts";
import { entryOutcomes } from "#messages/triggers/entry-outcome.ts";
import { findTrigger } from "#messages/triggers/load-triggers.ts";
import type { TriggerDeps } from "#messages/triggers/put-trigger.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "./api-shapes.ts";
import { triggerParams } from "./get-trigger.ts";

const numbers = z.strictObject({
  entered: z.int(),
  outcomes: z.array(
    z.strictObject({
      outcome: z.enum(entryOutcomes),
      reason: z.string().nullable(),
      count: z.int(),
      entries: z.string().describe("Where the rows are."),
    }),
  ),
});

export function countTriggerEntries({ store }: TriggerDeps) {
  return defineOperation({
    operationId: "countTriggerEntries",
    method: "get",
    path: "/v1/triggers/:code/numbers",
    tag: "Triggers",
    summary: "How many came in, and what became of them",
    scope: READ,
    params: triggerParams,
    success: { status: 200, description: "Counts, each with the address of its rows.", schema: numbers },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params: { code } }) => {
      const trigger = await findTrigger(store, code);
      if (trigger === undefined) return err(problem("not_found"));
      const { entered, outcomes } = await countEntries(store, trigger.id);
      const rowsOf = (outcome: string, reason: string | null) =>
        `/v1/triggers/${code}/entries?${new URLSearchParams({ outcome, ...(reason === null ? {} : { reason }) }).toString()}`;
      return ok({
        entered,
        outcomes: outcomes.map((one) => ({ ...one, entries: rowsOf(one.outcome, one.reason) })),
      });
    },
  });
}
