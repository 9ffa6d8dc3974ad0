import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findForm } from "#customers/forms/find-form.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { formParams, formView, TAG } from "./form-schemas.ts";

export function getFormOperation({ store }: Pick<CustomerDeps, "store">): Operation {
  return defineOperation({
    operationId: "getForm",
    method: "get",
    path: "/v1/forms/:code",
    tag: TAG,
    summary: "Get a hosted form",
    scope: "customers:read",
    params: formParams,
    success: { status: 200, description: "The newest version.", schema: formView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const form = await findForm(store, params.code);
      return form === undefined ? err(problem("not_found")) : ok(form);
    },
  });
}
