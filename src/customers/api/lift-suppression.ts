import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { liftSuppression } from "#customers/lift-suppression.ts";
import { addressBody } from "./address-body.ts";

export function liftSuppressionOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "liftSuppression",
    method: "post",
    path: "/v1/suppressions/lift",
    tag: "suppressions",
    summary: "Take an address off the list",
    description:
      "Only what the vendor suppressed by hand. What she did, and what bounced, is over by an act of her own.",
    scope: "customers:write",
    body: addressBody,
    success: { status: 200, description: "It may be sent to again.", schema: z.object({ addressHash: z.string() }) },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: ({ actor, body: input }) => liftSuppression({ deps, actor, input }),
  });
}
