import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { listProductSets as list } from "#catalogue/products/list-product-sets.ts";
import { productSetView } from "#catalogue/products/product-set.ts";
import { pageSchema, pageSearch, READ } from "./api-shapes.ts";

export function listProductSets({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "listProductSets",
    method: "get",
    path: "/v1/product-sets",
    tag: "Catalogue",
    summary: "List product sets",
    description: "By code, with the words of every locale and channel.",
    scope: READ,
    search: z.object({
      ...pageSearch,
      category: z.string().max(100).optional(),
      state: z.enum(["live", "withdrawn"]).optional(),
    }),
    success: { status: 200, description: "A page of product sets.", schema: pageSchema(productSetView) },
    problems: ["invalid_request", "unauthenticated", "forbidden"],
    handle: async ({ search }) => ok(await list(store, search)),
  });
}
