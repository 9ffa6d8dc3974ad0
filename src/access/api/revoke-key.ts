import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { AccessDeps } from "#access/access-deps.ts";
import { revokeKey } from "#access/revoke-key.ts";

export function revokeKeyOperation(deps: AccessDeps): Operation {
  return defineOperation({
    operationId: "revokeKey",
    method: "delete",
    path: "/v1/keys/:id",
    tag: "access",
    summary: "Revoke a key",
    description: "From the next request on the key opens nothing. Revoking again changes nothing.",
    scope: "keys:manage",
    params: z.object({ id: z.string().max(50) }),
    success: {
      status: 200,
      description: "The key is revoked.",
      schema: z.object({ id: z.string(), revokedAt: z.int() }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: ({ actor, params }) => revokeKey({ deps, actor, id: params.id }),
  });
}
