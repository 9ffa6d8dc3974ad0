import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { listDue as list } from "#messages/newsletters/list-due.ts";
import type { NewsletterDeps } from "#messages/newsletters/put-newsletter.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterState, READ } from "./api-shapes.ts";

const dueCount = z.strictObject({
  code: z.string(),
  title: z.string(),
  state: newsletterState,
  due: z.int().describe("Messages that wait for their time within these hours, or are overdue."),
  firstDueAt: z.int().nullable().describe("Epoch ms."),
});

export function listDue({ store, clock }: NewsletterDeps) {
  return defineOperation({
    operationId: "listDue",
    method: "get",
    path: "/v1/due",
    tag: "Messages",
    summary: "What goes out next, by newsletter",
    scope: READ,
    search: z.strictObject({ hours: z.coerce.number().int().min(1).max(336).default(24) }),
    success: {
      status: 200,
      description: "Each newsletter that is not stopped.",
      schema: z.strictObject({ items: z.array(dueCount).readonly() }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok({ items: await list(store, { now: clock.now(), hours: search.hours }) }),
  });
}
