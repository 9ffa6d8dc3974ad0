import { z } from "zod";
import { listVocabularies } from "#customers/import/codes/find-reference-codes.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { READ } from "./import-shapes.ts";

export function listReferenceCodesOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "listReferenceCodes",
    method: "get",
    path: "/v1/reference-codes",
    tag: "imports",
    summary: "List vocabularies of reference codes",
    scope: READ,
    success: {
      status: 200,
      description: "Declared ones, and those that records wait for.",
      schema: z.strictObject({
        items: z.array(z.strictObject({ vocabulary: z.string(), label: z.string(), codes: z.int(), waiting: z.int() })),
      }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: [...(await listVocabularies(deps.store))] }),
  });
}
