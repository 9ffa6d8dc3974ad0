import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { findCallers } from "#calls/find-callers.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { lookUpBody, SCOPE, TAG } from "./call-schemas.ts";

const schema = z.object({
  candidates: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      email: z.string().nullable().describe("Masked."),
      phone: z.string().nullable().describe("Masked."),
    }),
  ),
  isCut: z.boolean().describe("More fit: ask for more of the name."),
});

export function lookUpCallersOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "lookUpCallers",
    method: "post",
    path: "/v1/calls/look-up",
    tag: TAG,
    summary: "Look a caller up",
    description:
      "Ten at most, with masked addresses: enough to ask her who she is. Each look-up stands in the audit log, without what was typed.",
    scope: SCOPE,
    body: lookUpBody,
    success: { status: 200, description: "Who it may be.", schema },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "too_many_requests"],
    handle: async ({ actor, body }) => {
      const found = await findCallers(deps, { actor, ...body });
      return found.ok ? ok({ ...found.value, candidates: [...found.value.candidates] }) : found;
    },
  });
}
