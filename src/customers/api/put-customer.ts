import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps, ProfileFollower } from "#customers/customer-deps.ts";
import { getCustomer } from "#customers/find-customer.ts";
import { seenBy } from "#customers/seen-by.ts";
import { putCustomer } from "#customers/put-customer.ts";
import {
  attributeValue,
  codeParams,
  codeText,
  customerCode,
  customerSchema,
  localDate,
  localeTag,
  personalName,
  zoneName,
} from "./schemas.ts";

const body = z.strictObject({
  firstName: personalName.nullable().optional(),
  lastName: personalName.nullable().optional(),
  email: codeText.max(254).nullable().optional().describe("A bare address."),
  phone: codeText.max(40).nullable().optional().describe("Without a country code it is of the vendor's country."),
  locale: localeTag.optional(),
  zone: zoneName.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "ISO 3166-1 alpha-2.")
    .nullable()
    .optional(),
  birthOn: localDate.nullable().optional(),
  attributes: z.record(z.string().max(40), attributeValue.nullable()).optional(),
});

export function putCustomerOperation(deps: CustomerDeps & { readonly followProfile?: ProfileFollower }): Operation {
  return defineOperation({
    operationId: "putCustomer",
    method: "put",
    path: "/v1/customers/:code",
    tag: "customers",
    summary: "Create or change a customer",
    description: "What is absent stays as it is, null takes a value away. Consent has an operation of its own.",
    scope: "customers:write",
    params: codeParams.extend({
      code: customerCode.refine(
        (code) => !code.startsWith("anon:"),
        "anon: is the sign of those who have no code yet.",
      ),
    }),
    body,
    success: { status: 200, description: "The customer as she is now.", schema: customerSchema },
    problems: ["invalid_json", "invalid_request", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ actor, params: { code }, body: input }) => {
      const put = await putCustomer({ deps, actor, code, input });
      if (!put.ok) return put;
      await deps.followProfile?.(code);
      return getCustomer(deps.store, code, seenBy(actor));
    },
  });
}
