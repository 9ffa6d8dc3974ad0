import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { newsletterCode, READ } from "#messages/api/api-shapes.ts";
import { letterResponse } from "#messages/print/letter-response.ts";
import type { PreviewLetter } from "#messages/print/preview-letter.ts";
import { defineOperation } from "#web/operation.ts";
import { refusedLetter } from "#messages/print/refused-letter.ts";

export function previewLetter({ previewLetter: preview }: { readonly previewLetter: PreviewLetter }) {
  return defineOperation({
    operationId: "previewLetter",
    method: "get",
    path: "/v1/newsletters/:code/letter",
    tag: "Newsletters",
    summary: "See a newsletter as the letter that one customer would get now",
    description: "The PDF, or a page of it as a picture. Nothing is written, and its codes and addresses are samples.",
    scope: READ,
    params: newsletterCode,
    search: z.strictObject({
      customer: z.string().min(1).max(200).describe("The customer's code."),
      as: z.enum(["pdf", "svg"]).default("pdf"),
      page: z.coerce.number().int().min(1).max(10).default(1).describe("Of the picture."),
    }),
    success: {
      status: 200,
      description: "The letter.",
      contentTypes: ["application/pdf", "image/svg+xml"],
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found", "conflict"],
    handle: async ({ params, search: { customer, as, page } }) => {
      const found = await preview({ newsletterCode: params.code, customerCode: customer });
      if (found === undefined) return err(problem("not_found"));
      if (!found.ok) return err(refusedLetter(found.error));
      const response = await letterResponse(found.value, { as, page });
      return response === undefined ? err(problem("not_found")) : ok(response);
    },
  });
}
