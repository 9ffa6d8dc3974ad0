import { z } from "zod";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { countResponses, listResponses } from "#customers/forms/list-responses.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { formParams, TAG } from "./form-schemas.ts";

const count = z.int().min(0);

const schema = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      at: z.int(),
      version: z.int(),
      customer: z.string(),
      channel: z.string(),
      flags: z.array(z.string()).describe("Hints: disposable_domain, no_mail_domain."),
      picked: z.record(z.string(), z.array(z.string())).describe("What was picked from closed lists, by field."),
      answers: z.array(z.object({ question: z.string(), answer: z.string() })),
    }),
  ),
  nextCursor: z.string().optional(),
  numbers: z.object({ responses: count, people: count, flagged: count, waiting: count, held: count, confirmed: count }),
});

export function listFormResponsesOperation({ store }: Pick<CustomerDeps, "store">): Operation {
  return defineOperation({
    operationId: "listFormResponses",
    method: "get",
    path: "/v1/forms/:code/responses",
    tag: TAG,
    summary: "List what a form was answered",
    description: "Newest first, with the form's numbers. What waits for its confirmation is counted and not shown.",
    scope: "customers:read",
    params: formParams,
    search: z.object({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    success: { status: 200, description: "A page.", schema },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ params, search }) => {
      const page = await listResponses(store, { ...params, ...search });
      const items = page.items.map((item) => ({
        ...item,
        flags: [...item.flags],
        picked: Object.fromEntries(Object.entries(item.picked).map(([name, values]) => [name, [...values]])),
        answers: [...item.answers],
      }));
      return ok({ ...page, items, numbers: await countResponses(store, params.code) });
    },
  });
}
