import { z } from "zod";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { productCode, productSetBody } from "#catalogue/products/product-set.ts";
import { putProductSets } from "#catalogue/products/put-product-sets.ts";
import { WRITE } from "./api-shapes.ts";

export function putProductSet(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "putProductSet",
    method: "put",
    path: "/v1/product-sets/:code",
    tag: "Catalogue",
    summary: "Put a product set",
    description: "Makes it or replaces it whole, words included. Takes effect with the next selection.",
    scope: WRITE,
    params: z.object({ code: productCode }),
    body: productSetBody,
    success: { status: 204, description: "It stands." },
    problems: [
      "invalid_json",
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "payload_too_large",
      "invalid_content",
    ],
    handle: ({ actor, params, body }) =>
      putProductSets({ deps, actor, input: { products: [{ ...body, ...params }], pointer: "" } }),
  });
}
