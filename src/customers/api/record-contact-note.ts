import { z } from "zod";
import { defineOperation, type Operation } from "#web/operation.ts";
import { auditedFacts } from "#customers/audited-facts.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { recordContactNote } from "#customers/record-contact-note.ts";
import { cardFree } from "#customers/accounts/account-fields.ts";
import { codeParams, origin, recordedSchema } from "./schemas.ts";

const body = z.strictObject({
  ...origin,
  noteId: cardFree,
  disposition: cardFree.nullable().optional(),
  category: cardFree.nullable().optional(),
  note: z.string().min(1).max(8_000).describe("Kept sealed; of a card's number its last four digits."),
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
    handle: ({ actor, params: { code }, body: input }) =>
      recordContactNote({ deps: auditedFacts(deps, { actor, action: "record-contact-note", code }), code, input }),
  });
}
