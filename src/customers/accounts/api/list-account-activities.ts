import { z } from "zod";
import { accountCode } from "#customers/accounts/account-fields.ts";
import { findAccounts } from "#customers/accounts/find-accounts.ts";
import { listActivities } from "#customers/accounts/list-activities.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { decodeCursor } from "#kernel/page.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

const search = z.object({
  cursor: z
    .string()
    .max(500)
    .refine((cursor) => decodeCursor(cursor) !== undefined, "This is no cursor of ours.")
    .optional()
    .describe("`nextCursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const activity = z.object({
  number: z.int(),
  at: z.int().describe("When it was posted, epoch ms."),
  kind: z.string(),
  amountMinor: z.int(),
  currency: z.string().nullable().describe("null: points."),
  merchantCategory: z.string().nullable(),
  source: z.string(),
  customer: z.string().describe("The holder to whom it is put down."),
});

export function listAccountActivitiesOperation({ store }: CustomerDeps): Operation {
  return defineOperation({
    operationId: "listAccountActivities",
    method: "get",
    path: "/v1/accounts/:code/activities",
    tag: "accounts",
    summary: "Read what was posted on an account, newest first",
    scope: "customers:read",
    params: accountCode,
    search,
    success: {
      status: 200,
      description: "A page of activities.",
      schema: z.object({ items: z.array(activity), nextCursor: z.string().optional() }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params, search: page }) => {
      const account = (await findAccounts(store, [params.code])).get(params.code);
      if (account === undefined) return err(problem("not_found"));
      const found = await listActivities(store, { accountId: account.id, ...page });
      return ok({ ...found, items: [...found.items] });
    },
  });
}
