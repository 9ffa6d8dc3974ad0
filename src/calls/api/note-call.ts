import { z } from "zod";
import type { CallDeps } from "#calls/call-deps.ts";
import { openCall } from "#calls/find-call.ts";
import { noteCall } from "#calls/note-call.ts";
import { codeText, recordedSchema } from "#customers/api/schemas.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { callParams, inCall, SCOPE, TAG } from "./call-schemas.ts";

const body = z.strictObject({
  noteId: codeText.max(100).describe("Unique in the call: the same again is one note."),
  note: z.string().min(1).max(8_000).describe("Kept sealed."),
  disposition: codeText
    .optional()
    .describe("How the call ended: a code of the vocabulary call-dispositions, or what it means."),
  category: codeText.max(100).optional().describe("What it was about, as product sets are grouped."),
});

export function noteCallOperation(deps: CallDeps): Operation {
  return defineOperation({
    operationId: "noteCall",
    method: "post",
    path: "/v1/calls/:id/notes",
    tag: TAG,
    summary: "Note what a call was about",
    scope: SCOPE,
    params: callParams,
    body,
    success: { status: 200, description: "Whether it was new.", schema: recordedSchema },
    problems: [...inCall, "invalid_json", "invalid_content"],
    handle: async ({ actor, params, body: input }) => {
      const call = await openCall(deps, { actor, id: params.id });
      return call.ok ? noteCall(deps, { actor, call: call.value, input }) : call;
    },
  });
}
