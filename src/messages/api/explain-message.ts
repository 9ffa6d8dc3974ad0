import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import type { ExplainProduct } from "#messages/newsletters/explain-product.ts";
import { findMessage } from "#messages/newsletters/find-message.ts";
import { sayLeftWay } from "#messages/newsletters/say-left-way.ts";
import type { Store } from "#store/store.ts";
import { defineOperation } from "#web/operation.ts";
import { leftWay, messageNumber, READ } from "./api-shapes.ts";

const cause = z.strictObject({
  code: z.string(),
  words: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
});

const answer = z.strictObject({
  channel: z.string().describe("By which channel it comes."),
  ways: z
    .array(leftWay.extend({ words: z.string() }))
    .readonly()
    .describe("Channels that it left for the next of the customer's order, with the reason."),
  product: z.string().optional(),
  kind: z.enum(["chosen", "not_chosen", "unknown_product"]).optional(),
  cause: cause.optional().describe("Why it is chosen, or what was first to keep it out."),
  bySlot: z
    .array(z.strictObject({ slot: z.string(), cause }))
    .readonly()
    .optional(),
});

type ExplainDeps = { readonly store: Store; readonly explain: ExplainProduct };

export function explainMessage({ store, explain }: ExplainDeps) {
  return defineOperation({
    operationId: "explainMessage",
    method: "get",
    path: "/v1/messages/:number/why",
    tag: "Messages",
    summary: "Why a message comes by its channel, and why a product set is in it or is not",
    description:
      "Why it left other channels of the customer's order. About a product set it answers as the choice would fall now, for the message's customer and date.",
    scope: READ,
    params: messageNumber,
    search: z.strictObject({ product: z.string().min(1).max(200).optional().describe("Code of a product set.") }),
    success: { status: 200, description: "The decisions with their reasons.", schema: answer },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params, search: { product } }) => {
      const message = await findMessage(store, params.number);
      if (message === undefined) return err(problem("not_found"));
      const { channel } = message;
      const way = { channel, ways: message.ways.map((left) => ({ ...left, words: sayLeftWay(left) })) };
      if (product === undefined) return ok(way);
      const found = await explain({ messageNumber: params.number, productCode: product });
      if (found === undefined) return err(problem("not_found"));
      if (found.kind === "chosen") return ok({ ...way, product, kind: found.kind, cause: found.item.reason });
      return ok({ ...way, product, ...found });
    },
  });
}
