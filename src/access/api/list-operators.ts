import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { listOperators } from "#access/list-operators.ts";
import { operatorSchema } from "./operator-schema.ts";
import { pageSchema, pageSearch } from "./page-search.ts";

export function listOperatorsOperation(deps: AccessDeps): Operation {
  return defineOperation({
    operationId: "listOperators",
    method: "get",
    path: "/v1/operators",
    tag: "access",
    summary: "List operators, newest first",
    scope: "operators:manage",
    search: pageSearch,
    success: { status: 200, description: "A page of operators.", schema: pageSchema(operatorSchema) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ search }) => {
      const page = await listOperators(deps.store, search);
      return ok({ ...page, items: [...page.items] });
    },
  });
}
