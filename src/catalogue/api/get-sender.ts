import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { findSender, inputOf, senderView } from "#catalogue/sender.ts";

export function getSender({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "getSender",
    method: "get",
    path: "/v1/settings/sender",
    tag: "Settings",
    summary: "Get who speaks",
    scope: "settings:read",
    success: { status: 200, description: "As it was put.", schema: senderView },
    problems: ["unauthenticated", "forbidden", "not_found"],
    handle: async () => {
      const kept = await findSender(store);
      return kept === undefined ? err(problem("not_found", "Nobody has said yet who speaks.")) : ok(inputOf(kept));
    },
  });
}
