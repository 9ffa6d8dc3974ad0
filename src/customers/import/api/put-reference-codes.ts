import { z } from "zod";
import { putReferenceCodes } from "#customers/import/codes/put-reference-codes.ts";
import { referenceCodes } from "#customers/import/codes/reference-codes.ts";
import type { ImportDeps } from "#customers/import/run/import-deps.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import { mappingName, WRITE } from "./import-shapes.ts";

export function putReferenceCodesOperation(deps: ImportDeps) {
  return defineOperation({
    operationId: "putReferenceCodes",
    method: "put",
    path: "/v1/reference-codes/:vocabulary",
    tag: "imports",
    summary: "Declare what reference codes mean",
    description:
      "Adds codes and changes meanings; codes that are not in the list stay. Records that waited for one of them are taken in at once, each as of its own time.",
    scope: WRITE,
    params: z.object({ vocabulary: mappingName }),
    body: referenceCodes,
    success: {
      status: 200,
      description: "They are declared.",
      schema: z.strictObject({ released: z.int().describe("Records that waited for them and are settled now.") }),
    },
    problems: ["invalid_json", "invalid_request", "invalid_content", "unauthenticated", "forbidden"],
    handle: async ({ actor, params, body }) =>
      ok(await putReferenceCodes({ deps, actor, input: { ...body, vocabulary: params.vocabulary } })),
  });
}
