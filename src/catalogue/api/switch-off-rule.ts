import { z } from "zod";
import { defineOperation } from "#web/operation.ts";
import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import { switchOffRule as switchOff } from "#catalogue/rules/switch-off-rule.ts";
import { ruleName } from "#catalogue/rules/vendor-rule-row.ts";
import { WRITE } from "./api-shapes.ts";

export function switchOffRule(deps: CatalogueDeps) {
  return defineOperation({
    operationId: "switchOffRule",
    method: "delete",
    path: "/v1/rules/:name",
    tag: "Rules",
    summary: "Switch a rule off",
    description:
      "It holds no more from the next selection on. Its row stays, because reasons of sent messages name it.",
    scope: WRITE,
    params: z.object({ name: ruleName }),
    success: { status: 204, description: "It is off." },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: ({ actor, params }) => switchOff({ deps, actor, input: params }),
  });
}
