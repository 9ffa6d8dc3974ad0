import type { Problem } from "#kernel/problem.ts";
import type { Result } from "#kernel/result.ts";
import { maskCardNumbers } from "./accounts/card-number.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { type FactOrigin, recordFact, type RecordedFact } from "./record-fact.ts";

export type NewContactNote = FactOrigin & {
  readonly noteId: string;
  readonly disposition?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly note: string;
};

/** Records a note of the call centre. Its words are sealed before they are stored, and stand in no event. */
export function recordContactNote({
  deps,
  code,
  input,
}: {
  readonly deps: CustomerDeps;
  readonly code: string;
  readonly input: NewContactNote;
}): Promise<Result<RecordedFact, Problem>> {
  const { noteId, note, disposition: _, category: __, ...origin } = input;
  // These two stand in the event too, in the clear; the note itself is masked where it is sealed.
  const [disposition, category] = [withoutCards(input.disposition), withoutCards(input.category)];
  const source = origin.source ?? "call-centre";
  return recordFact(
    deps,
    { code, origin },
    {
      key: `note:${source}:${noteId}`,
      name: "Call Logged",
      source,
      category,
      properties: disposition === null ? {} : { disposition },
      note: { note, disposition, category },
    },
  );
}

function withoutCards(word: string | null | undefined): string | null {
  return typeof word === "string" ? maskCardNumbers(word) : null;
}
