import { z } from "zod";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { listForms } from "#customers/forms/find-form.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { formView, TAG } from "./form-schemas.ts";

export function listFormsOperation({ store }: Pick<CustomerDeps, "store">): Operation {
  return defineOperation({
    operationId: "listForms",
    method: "get",
    path: "/v1/forms",
    tag: TAG,
    summary: "List hosted forms",
    scope: "customers:read",
    success: { status: 200, description: "All of them, 500 at most.", schema: z.object({ items: z.array(formView) }) },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: [...(await listForms(store))] }),
  });
}
