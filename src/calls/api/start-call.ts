import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { startCall } from "#calls/start-call.ts";
import { codeText } from "#customers/api/schemas.ts";
import { ok } from "#kernel/result.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callView, SCOPE, TAG } from "./call-schemas.ts";
import { viewCall } from "./view-call.ts";

const body = z.strictObject({
  customer: codeText.describe("The vendor's code."),
  agent: codeText
    .max(100)
    .optional()
    .describe("Who speaks to her: it stands in the proof of what she agrees to. An operator is her own agent."),
  reference: codeText
    .max(100)
    .optional()
    .describe("The call's id in the telephone system. The same again is the same call."),
});

export function startCallOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "startCall",
    method: "post",
    path: "/v1/calls",
    tag: TAG,
    summary: "Start to serve a caller",
    description: "It goes on for four hours at most. Everything else happens inside of it.",
    scope: SCOPE,
    body,
    success: { status: 201, description: "The call.", schema: callView },
    problems: ["invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found", "too_many_requests"],
    handle: async ({ actor, body: input }) => {
      const started = await startCall(deps, { actor, input });
      return started.ok ? ok(viewCall(started.value)) : started;
    },
  });
}
