import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { listDispositions } from "#calls/dispositions.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { SCOPE, TAG } from "./call-schemas.ts";

export function listDispositionsOperation({ store }: Pick<CallDeps, "store">): Operation {
  return defineOperation({
    operationId: "listDispositions",
    method: "get",
    path: "/v1/call-dispositions",
    tag: TAG,
    summary: "List how calls may end",
    description: "The reference codes of the vocabulary call-dispositions. None: any word is taken.",
    scope: SCOPE,
    success: {
      status: 200,
      description: "All of them, 500 at most.",
      schema: z.object({ items: z.array(z.object({ code: z.string(), meaning: z.string() })) }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ items: [...(await listDispositions(store))] }),
  });
}
