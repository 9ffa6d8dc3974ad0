import { z } from "zod";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { findProductSet } from "#catalogue/products/list-product-sets.ts";
import { productCode, productSetView } from "#catalogue/products/product-set.ts";
import { READ } from "./api-shapes.ts";

export function getProductSet({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "getProductSet",
    method: "get",
    path: "/v1/product-sets/:code",
    tag: "Catalogue",
    summary: "Get a product set",
    scope: READ,
    params: z.object({ code: productCode }),
    success: { status: 200, description: "The product set.", schema: productSetView },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findProductSet(store, params.code);
      return found === undefined ? err(problem("not_found")) : ok(found);
    },
  });
}
