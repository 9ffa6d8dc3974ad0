import { z } from "zod";
import { findReferenceCodes } from "#customers/import/codes/find-reference-codes.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { mappingName, READ } from "./import-shapes.ts";

export function getReferenceCodesOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "getReferenceCodes",
    method: "get",
    path: "/v1/reference-codes/:vocabulary",
    tag: "imports",
    summary: "Read a vocabulary, and what waits for it",
    scope: READ,
    params: z.object({ vocabulary: mappingName }),
    success: {
      status: 200,
      description: "Codes with their meanings, and unknown codes with the number of records that wait for each.",
      schema: z.strictObject({
        vocabulary: z.string(),
        label: z.string(),
        codes: z.record(z.string(), z.string()),
        waiting: z.record(z.string(), z.int()),
      }),
    },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params }) => {
      const found = await findReferenceCodes(deps.store, params.vocabulary);
      return found === undefined
        ? err(problem("not_found"))
        : ok({ ...found, codes: { ...found.codes }, waiting: { ...found.waiting } });
    },
  });
}
