import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { newsletterCode, READ } from "#messages/api/api-shapes.ts";
import type { PreviewLetter } from "#messages/print/preview-letter.ts";
import { defineOperation } from "#web/operation.ts";
import { refusedLetter } from "#messages/print/refused-letter.ts";

const answer = z.strictObject({
  pages: z.int(),
  sheets: z.int().describe("Of paper: what is paid for."),
  costMilli: z.int().describe("Thousandths of the currency's minor unit, by the vendor's prices."),
  currency: z.string(),
  leftOut: z.array(z.string()).readonly().describe("Signs that can't be printed and the letter goes without."),
});

/** What a letter takes and costs, before anybody gets it. */
export function sizeLetter({ previewLetter }: { readonly previewLetter: PreviewLetter }) {
  return defineOperation({
    operationId: "sizeLetter",
    method: "get",
    path: "/v1/newsletters/:code/letter/size",
    tag: "Newsletters",
    summary: "Count the sheets of the letter that one customer would get now, and what they cost",
    scope: READ,
    params: newsletterCode,
    search: z.strictObject({ customer: z.string().min(1).max(200).describe("The customer's code.") }),
    success: { status: 200, description: "Its sheets and price.", schema: answer },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: async ({ params, search: { customer } }) => {
      const found = await previewLetter({ newsletterCode: params.code, customerCode: customer });
      if (found === undefined) return err(problem("not_found"));
      if (!found.ok) return err(refusedLetter(found.error));
      const { pages, sheets, costMilli, currency, leftOut } = found.value;
      return ok({ pages, sheets, costMilli, currency, leftOut });
    },
  });
}
