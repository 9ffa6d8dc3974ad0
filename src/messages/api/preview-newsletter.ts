import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { PreviewNewsletter } from "#messages/newsletters/preview-newsletter.ts";
import { sizedText } from "#messages/sms/api/sized-text.ts";
import { defineOperation } from "#web/operation.ts";
import { newsletterCode, READ } from "./api-shapes.ts";

const answer = z.strictObject({
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  picks: z.array(
    z.strictObject({
      code: z.string(),
      slot: z.string(),
      reason: z.string(),
      rules: z.array(z.string()).readonly(),
      score: z.number(),
    }),
  ),
  isPrinted: z.boolean().describe("It may come as a letter: previewLetter shows it."),
  sms: sizedText.optional().describe("As a text, where it may come so; its links are samples of the same length."),
});

export function previewNewsletter({ preview }: { readonly preview: PreviewNewsletter }) {
  return defineOperation({
    operationId: "previewNewsletter",
    method: "get",
    path: "/v1/newsletters/:code/preview",
    tag: "Newsletters",
    summary: "See a newsletter as one customer would get it now",
    description: "Chosen and merged as for sending; nothing is written, and none of the customer's own links is in it.",
    scope: READ,
    params: newsletterCode,
    search: z.strictObject({ customer: z.string().min(1).max(200).describe("The customer's code.") }),
    success: { status: 200, description: "The e-mail, with why each product set is in it.", schema: answer },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search: { customer } }) => {
      const found = await preview({ newsletterCode: params.code, customerCode: customer });
      return found === undefined ? err(problem("not_found")) : ok({ ...found, picks: [...found.picks] });
    },
  });
}
