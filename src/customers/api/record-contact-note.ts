import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordContactNote } from "#customers/record-contact-note.ts";
import { codeParams, codeText, origin, recordedSchema } from "./schemas.ts";

const body = z.strictObject({
  ...origin,
  noteId: codeText,
  disposition: codeText.nullable().optional(),
  category: codeText.nullable().optional(),
  note: z.string().min(1).max(8_000).describe("Kept sealed."),
});

export function recordContactNoteOperation(deps: CustomerDeps): Operation {
  return defineOperation({
    operationId: "recordContactNote",
    method: "post",
    path: "/v1/customers/:code/notes",
    tag: "customers",
    summary: "Record a note of the call centre",
    scope: "customers:write",
    params: codeParams,
    body,
    success: { status: 200, description: "Whether it was new.", schema: recordedSchema },
    problems: ["invalid_request", "invalid_json", "invalid_content", "unauthenticated", "forbidden", "not_found"],
    handle: ({ params, body: input }) => recordContactNote({ deps, code: params.code, input }),
  });
}
