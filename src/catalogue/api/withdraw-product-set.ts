import { z } from "zod";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { productCode } from "#catalogue/products/product-set.ts";
import { withdrawProductSet as withdraw } from "#catalogue/products/withdraw-product-set.ts";
import { WRITE } from "./api-shapes.ts";

export function withdrawProductSet(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "withdrawProductSet",
    method: "delete",
    path: "/v1/product-sets/:code",
    tag: "Catalogue",
    summary: "Withdraw a product set",
    description:
      "It is chosen no more. Its row stays, because messages and facts name it; putting it again revives it.",
    scope: WRITE,
    params: z.object({ code: productCode }),
    success: { status: 204, description: "It is withdrawn." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params }) => withdraw({ deps, actor, input: params }),
  });
}
