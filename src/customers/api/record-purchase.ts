import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import { auditedFacts } from "#customers/audited-facts.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordPurchase } from "#customers/record-purchase.ts";
import { codeParams, codeText, origin, recordedSchema } from "./schemas.ts";

const line = z.strictObject({
  productCode: codeText,
  category: codeText.nullable().default(null),
  quantityMilli: z.int().default(1_000).describe("In thousandths; negative for a return."),
  amountMinor: z.int().describe("Of the whole line, in minor units; negative for a return."),
});

const body = z.strictObject({
  ...origin,
  orderId: codeText,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "ISO 4217.")
    .meta({ examples: ["GBP"] }),
  totalMinor: z.int().optional().describe("The sum of the lines where it is absent."),
  lines: z.array(line).max(500),
});

export function recordPurchaseOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordPurchase",
    method: "post",
    path: "/v1/customers/:code/purchases",
    tag: "customers",
    summary: "Record an order or a return",
    description: "The first report of an order id from a source stands; the same again changes nothing.",
    scope: "customers:write",
    params: codeParams,
    body,
    success: { status: 200, description: "Whether it was new.", schema: recordedSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params: { code }, body: input }) =>
      recordPurchase({ deps: auditedFacts(deps, { actor, action: "record-purchase", code }), code, input }),
  });
}
