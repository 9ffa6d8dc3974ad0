import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { contextFields, productFields } from "#content/vocabulary.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { READ } from "./api-shapes.ts";

const fields = z.record(z.string(), z.string()).readonly();

export function getVocabulary({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "getVocabulary",
    method: "get",
    path: "/v1/vocabulary",
    tag: "Rules",
    summary: "Get the vocabulary",
    description: "Every field that a rule may name, with its type; standard fields included.",
    scope: READ,
    success: {
      status: 200,
      description: "Fields by what they belong to.",
      schema: z.strictObject({ customer: fields, product: fields, context: fields }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => {
      const { customer, product, context } = await loadVocabulary(store);
      return ok({
        customer,
        product: { ...product, ...productFields },
        context: { ...context, ...contextFields },
      });
    },
  });
}
