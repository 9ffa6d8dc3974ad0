import { z } from "zod";
import { ok } from "#kernel/result.ts";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { loadHosts } from "#catalogue/hosts.ts";

export function getHosts({ store }: CatalogueDeps) {
  return defineOperation({
    operationId: "getHosts",
    method: "get",
    path: "/v1/settings/hosts",
    tag: "Settings",
    summary: "List the hosts that links may lead to",
    scope: "settings:read",
    success: {
      status: 200,
      description: "Empty where nobody has named any: then no link leads anywhere.",
      schema: z.strictObject({ hosts: z.array(z.string()).readonly() }),
    },
    problems: ["unauthenticated", "forbidden"],
    handle: async () => ok({ hosts: await loadHosts(store) }),
  });
}
