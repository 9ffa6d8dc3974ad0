import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { ExplainProduct } from "#messages/newsletters/explain-product.ts";
import { defineOperation } from "#web/operation.ts";
import { messageNumber, READ } from "./api-shapes.ts";

const cause = z.strictObject({
  code: z.string(),
  words: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});

const answer = z.strictObject({
  product: z.string(),
  kind: z.enum(["chosen", "not_chosen", "unknown_product"]),
  cause: cause.optional().describe("Why it is chosen, or what was first to keep it out."),
  bySlot: z
    .array(z.strictObject({ slot: z.string(), cause }))
    .readonly()
    .optional(),
});

export function explainMessage({ explain }: { readonly explain: ExplainProduct }) {
  return defineOperation({
    operationId: "explainMessage",
    method: "get",
    path: "/v1/messages/:number/why",
    tag: "Messages",
    summary: "Why a product set is in a message, or is not",
    description: "Answers as the choice would fall now, for the message's customer and date.",
    scope: READ,
    params: messageNumber,
    search: z.strictObject({ product: z.string().min(1).max(200).describe("Code of the product set.") }),
    success: { status: 200, description: "The decision with its reason.", schema: answer },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search: { product } }) => {
      const found = await explain({ messageNumber: params.number, productCode: product });
      if (found === undefined) return err(problem("not_found"));
      if (found.kind === "chosen") return ok({ product, kind: found.kind, cause: found.item.reason });
      return ok({ product, ...found });
    },
  });
}
