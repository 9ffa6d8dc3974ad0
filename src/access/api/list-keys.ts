import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { listKeys } from "#access/queries.ts";
import { keySchema } from "./key-schema.ts";
import { pageSchema, pageSearch } from "./page-search.ts";

export function listKeysOperation(deps: AccessDeps): Operation {
  return defineOperation({
    operationId: "listKeys",
    method: "get",
    path: "/v1/keys",
    tag: "access",
    summary: "List keys, newest first",
    scope: "keys:manage",
    search: pageSearch,
    success: { status: 200, description: "A page of keys, without their secrets.", schema: pageSchema(keySchema) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ search }) => {
      const page = await listKeys(deps.store, search);
      return ok({ ...page, items: [...page.items] });
    },
  });
}
