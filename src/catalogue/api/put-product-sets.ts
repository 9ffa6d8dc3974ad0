import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { productSetWithCode } from "#catalogue/products/product-set.ts";
import { putProductSets as put } from "#catalogue/products/put-product-sets.ts";
import { WRITE } from "./api-shapes.ts";

export function putProductSets(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "putProductSets",
    method: "put",
    path: "/v1/product-sets",
    tag: "Catalogue",
    summary: "Put many product sets",
    description: "All of them or none. Product sets that are not in the list stay as they are.",
    scope: WRITE,
    body: z.strictObject({ products: z.array(productSetWithCode).min(1).max(500) }),
    maxBodyBytes: 8 * 1_048_576,
    success: {
      status: 200,
      description: "All of them stand.",
      schema: z.strictObject({ put: z.int().describe("How many.") }),
    },
    problems: ["invalid_json", "unauthenticated", "forbidden", "payload_too_large", "invalid_content"],
    handle: async ({ actor, body }) => {
      const result = await put({ deps, actor, input: { products: body.products, pointer: "/products" } });
      return result.ok ? ok({ put: body.products.length }) : result;
    },
  });
}
