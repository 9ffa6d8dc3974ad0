import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { suppressAddress } from "#customers/suppress-address.ts";
import { addressBody } from "./address-body.ts";

export function suppressAddressOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "suppressAddress",
    method: "post",
    path: "/v1/suppressions",
    tag: "suppressions",
    summary: "Suppress an address",
    description: "Only the keyed hash of the address is kept, so it outlives the customer.",
    scope: "customers:write",
    body: addressBody.extend({ reason: z.enum(["manual", "unsubscribed", "complaint"]).default("manual") }),
    success: { status: 200, description: "It is suppressed.", schema: z.object({ addressHash: z.string() }) },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden"],
    handle: ({ actor, body: input }) => suppressAddress({ deps, actor, input }),
  });
}
