import type { AuditActor } from "#access/audit.ts";
import type { RecordedFact } from "#customers/record-fact.ts";
import { recordContactNote } from "#customers/record-contact-note.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import type { Call } from "./call.ts";
import { audited, type CallDeps } from "./call-deps.ts";
import { listDispositions, meaningOf } from "./dispositions.ts";
import { CALL_CENTRE } from "./released-facts.ts";

export type NewCallNote = {
  /** Unique in the call: the same note told twice is one. */
  readonly noteId: string;
  readonly note: string;
  /** A code of the vocabulary of dispositions, or what it means. */
  readonly disposition?: string | undefined;
  readonly category?: string | undefined;
};

/** Notes what a call was about. The words are sealed; how it ended is a word of the vendor's vocabulary, and rules may ask for it. */
export async function noteCall(
  deps: CallDeps,
  { actor, call, input }: { readonly actor: AuditActor; readonly call: Call; readonly input: NewCallNote },
): Promise<Result<RecordedFact, Problem>> {
  const { noteId, note, disposition, category } = input;
  const meaning = disposition === undefined ? null : meaningOf(await listDispositions(deps.store), disposition);
  if (meaning === undefined) {
    return err(
      problem("invalid_content", undefined, [
        { pointer: "/disposition", message: "The vocabulary of dispositions does not have this code." },
      ]),
    );
  }
  return recordContactNote({
    deps: audited(deps, { actor, call, action: "note-call" }),
    code: call.customer,
    input: {
      noteId: `${call.id}:${noteId}`,
      note,
      disposition: meaning,
      category: category ?? null,
      source: CALL_CENTRE,
      channel: "telephone",
    },
  });
}
