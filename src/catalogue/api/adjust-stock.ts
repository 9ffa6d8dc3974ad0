import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { adjustStock as adjust } from "#catalogue/products/adjust-stock.ts";
import { productCode } from "#catalogue/products/product-set.ts";
import { WRITE } from "./api-shapes.ts";

const stockChange = z.union([
  z.strictObject({ by: z.int().min(-1e9).max(1e9).describe("Pieces that came in, or went out (negative).") }),
  z.strictObject({ to: z.int().min(0).max(1e9).nullable().describe("What was counted; null is unlimited.") }),
]);

export function adjustStock(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "adjustStock",
    method: "post",
    path: "/v1/product-sets/:code/stock",
    tag: "Catalogue",
    summary: "Adjust the stock",
    description: "At 0 the product set is gone with the next selection.",
    scope: WRITE,
    params: z.object({ code: productCode }),
    body: stockChange,
    success: {
      status: 200,
      description: "The stock now.",
      schema: z.strictObject({ stock: z.int().nullable() }),
    },
    problems: [
      "invalid_request",
      "invalid_json",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "invalid_content",
    ],
    handle: async ({ actor, params, body }) => {
      const result = await adjust({ deps, actor, input: { ...params, change: body } });
      return result.ok ? ok({ stock: result.value }) : result;
    },
  });
}
