import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { createKey } from "#access/create-key.ts";
import { keySchema, newKeyBody } from "./key-schema.ts";

export function createKeyOperation(deps: AccessDeps): Operation {
  return defineOperation({
    operationId: "createKey",
    method: "post",
    path: "/v1/keys",
    tag: "access",
    summary: "Create an API key or a write key",
    description: "The key itself is in this answer and never again: only a keyed hash of its secret is kept.",
    scope: "keys:manage",
    body: newKeyBody,
    success: {
      status: 201,
      description: "The key, seen this once.",
      schema: keySchema.extend({ key: z.string().meta({ examples: ["jk_<id>_<secret>"] }) }),
    },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, body: input }) => {
      const created = await createKey({ deps, actor, input });
      return created.ok ? ok({ ...created.value, scopes: [...created.value.scopes] }) : created;
    },
  });
}
