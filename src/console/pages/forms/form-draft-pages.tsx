import { type KeptDraft, saveDraft } from "#customers/forms/draft/drafts.ts";
import type { DraftFault } from "#customers/forms/draft/check-draft.ts";
import type { FormDraft } from "#customers/forms/draft/form-draft.ts";
import { readSubmission } from "#customers/forms/read-submission.ts";
import { Flash } from "#web/pages/flash.tsx";
import type { FieldFaults } from "#console/form-faults.ts";
import type { Scene } from "#console/scene.tsx";

/** A page of the builder may hold every word of a form in twenty languages. */
const MAX_BYTES = 1_048_576;

/** Reads what a page of the builder sends; undefined where it is no form. Ends of lines are \n, blanks around are gone. */
export async function readDraftPage({
  deps,
  context,
}: Scene): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const fields = await readSubmission(context.req.raw, { timer: deps.timer, maxBytes: MAX_BYTES });
  if (!fields.ok) return undefined;
  const typed = new Map<string, string[]>();
  for (const [name, value] of fields.value) {
    typed.set(name, [...(typed.get(name) ?? []), value.replaceAll("\r\n", "\n").trim()]);
  }
  return typed;
}

export type DraftSave = {
  readonly kept: KeptDraft;
  readonly draft: FormDraft;
  /** The revision that the page was made of. */
  readonly revision: string;
};

/** Whether it was kept: not where somebody else's change came between. */
export async function keepDraft({ deps, actor }: Scene, { kept, draft, revision }: DraftSave): Promise<boolean> {
  if (revision !== String(kept.revision)) return false;
  return (await saveDraft(deps, { actor, code: kept.code, draft, revision: kept.revision })).ok;
}

/** Faults of one page's inputs, by their names. */
export function pageFaults(faults: readonly DraftFault[], field: string | undefined): FieldFaults {
  return Object.fromEntries(
    faults
      .filter((fault) => fault.field === field)
      .map(({ input, message }) => [input, message])
      .reverse(),
  );
}

/** What was typed stands below all the same; saving once more puts it over the other's change. */
export function OvertakenFlash() {
  return (
    <Flash tone="warn" title="Not kept yet: somebody else changed this draft meanwhile.">
      What you typed stands below. Save once more to put it over what stands there now.
    </Flash>
  );
}
