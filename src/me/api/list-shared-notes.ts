import { z } from "zod";
import { codeParams } from "#customers/api/schemas.ts";
import { findCustomerId } from "#customers/find-customer.ts";
import type { EraseDeps } from "#customers/personal-data/erase-customer.ts";
import { problem } from "#kernel/problem.ts";
import { err, ok } from "#kernel/result.ts";
import { noteKinds } from "#me/site/note.ts";
import { listNotes } from "#me/site/notes.ts";
import { defineOperation, type Operation } from "#web/operation.ts";

const schema = z.object({
  items: z.array(
    z.object({
      kind: z.enum(noteKinds),
      text: z.string().nullable().describe("null where the stored text does not open any more."),
      createdAt: z.int(),
      updatedAt: z.int(),
    }),
  ),
});

export function listSharedNotesOperation({ store, secret }: EraseDeps): Operation {
  return defineOperation({
    operationId: "listSharedNotes",
    method: "get",
    path: "/v1/customers/:code/shared-notes",
    tag: "customers",
    summary: "Read the wishes and notes that a customer shares",
    description: "What she keeps on her own page for herself is never in it.",
    scope: "customers:read",
    params: codeParams,
    success: { status: 200, description: "What she shares, newest first.", schema },
    problems: ["invalid_request", "unauthenticated", "forbidden", "not_found"],
    handle: async ({ params: { code } }) => {
      const id = await findCustomerId(store, code);
      if (id === undefined) return err(problem("not_found"));
      const notes = await listNotes({ reads: store, secret }, id, "operator");
      return ok({
        items: notes.map(({ kind, text, createdAt, updatedAt }) => ({
          kind,
          text: text ?? null,
          createdAt,
          updatedAt,
        })),
      });
    },
  });
}
