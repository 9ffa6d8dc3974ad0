import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { listForms } from "#customers/forms/find-form.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { SCOPE, TAG } from "./call-schemas.ts";

export function listCallFormsOperation({ store }: Pick<CallDeps, "store">): Operation {
  return defineOperation({
    operationId: "listCallForms",
    method: "get",
    path: "/v1/call-forms",
    tag: TAG,
    summary: "List forms that agents may fill in",
    scope: SCOPE,
    success: {
      status: 200,
      description: "Every form that is live, 500 at most.",
      schema: z.object({
        items: z.array(z.object({ code: z.string(), version: z.int(), title: z.record(z.string(), z.string()) })),
      }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => {
      const forms = (await listForms(store)).filter(({ state }) => state === "live");
      return ok({ items: forms.map(({ code, version, definition: { title } }) => ({ code, version, title })) });
    },
  });
}
