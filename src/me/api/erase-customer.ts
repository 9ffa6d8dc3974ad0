import { z } from "zod";
import { codeParams } from "#customers/api/schemas.ts";
import { eraseCustomer, type EraseDeps } from "#customers/personal-data/erase-customer.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

export function eraseCustomerOperation(deps: EraseDeps): Operation {
  return defineOperation({
    operationId: "eraseCustomer",
    method: "post",
    path: "/v1/customers/:code/erase",
    tag: "customers",
    summary: "Erase a customer everywhere",
    description:
      "Takes her out of every table, at once and for good: profile, facts, scores, messages, choices, her own notes. What stays is her code with the word erased, keyed hashes of her addresses that nothing may be sent to, her consents as proof, and counts without a name. Erasing again answers alike.",
    scope: "customers:erase",
    params: codeParams,
    success: {
      status: 200,
      description: "She is erased.",
      schema: z.object({ code: z.string(), erasedAt: z.int().describe("Epoch ms.") }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params: { code } }) => eraseCustomer({ deps, actor, code }),
  });
}
