import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { listConsents } from "#customers/list-consents.ts";
import { codeParams } from "./schemas.ts";

const consentSchema = z.object({
  purpose: z.string(),
  channel: z.string(),
  topic: z.string(),
  state: z.string(),
  at: z.int(),
  wording: z.string(),
  source: z.string(),
  proof: z.record(z.string(), z.unknown()),
});

export function listConsentsOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "listConsents",
    method: "get",
    path: "/v1/customers/:code/consents",
    tag: "customers",
    summary: "Read the records of her consent, newest first",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "The records.", schema: z.object({ items: z.array(consentSchema) }) },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ params }) => {
      const found = await listConsents(deps.store, params.code);
      return found.ok ? ok({ items: found.value }) : found;
    },
  });
}
