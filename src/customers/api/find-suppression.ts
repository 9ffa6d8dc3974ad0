import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { findSuppression } from "#customers/suppress.ts";
import { addressHashOf, noAddress } from "#customers/suppress-address.ts";
import { addressBody } from "./address-body.ts";

const found = z.object({ scope: z.string(), reason: z.string(), source: z.string(), at: z.int() });

export function findSuppressionOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "findSuppression",
    method: "post",
    path: "/v1/suppressions/find",
    tag: "suppressions",
    summary: "Ask whether and why an address is suppressed",
    scope: "customers:read",
    body: addressBody,
    success: { status: 200, description: "Why nothing is sent there.", schema: found },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ body }) => {
      const addressHash = addressHashOf(deps, body);
      if (addressHash === undefined) return err(noAddress());
      const suppression = await findSuppression(deps.store, { ...body, addressHash });
      return suppression === undefined ? err(problem("not_found")) : ok(suppression);
    },
  });
}
