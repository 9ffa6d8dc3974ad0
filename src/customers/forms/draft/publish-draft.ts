import type { AuditActor } from "#access/audit.ts";
import { findAttributes } from "#customers/attributes.ts";
import { type Form, findForm } from "#customers/forms/find-form.ts";
import { putForm, type PutFormDeps } from "#customers/forms/put-form.ts";
import type { Problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import { checkDraft, type DraftFault } from "./check-draft.ts";
import { endDraft, type KeptDraft } from "./drafts.ts";

export type PublishDraft = {
  readonly deps: PutFormDeps;
  readonly actor: AuditActor;
  readonly kept: KeptDraft;
  /** The version that it may replace although it did not begin with it. */
  readonly over: number | undefined;
};

/** Why a draft was not published: what is wrong in it, or what stands against it. */
export type NotPublished =
  | { readonly kind: "faulty"; readonly faults: readonly DraftFault[] }
  | { readonly kind: "overtaken"; readonly version: number }
  | { readonly kind: "refused"; readonly problem: Problem };

/**
 * Makes a draft the form's next version, and ends the draft in the same batch. A form that got another version since the
 * draft began is not replaced unless whoever publishes says that she knows of that version.
 */
export async function publishDraft({ deps, actor, kept, over }: PublishDraft): Promise<Result<Form, NotPublished>> {
  const { code, draft, baseVersion } = kept;
  const checked = checkDraft(draft, await findAttributes(deps.store));
  if (!checked.ok) return err({ kind: "faulty", faults: checked.error });
  const current = await findForm(deps.store, code);
  const version = current?.version ?? 0;
  if (version !== baseVersion && version !== over) return err({ kind: "overtaken", version });
  const input = { state: current?.state ?? "live", definition: checked.value };
  const put = await putForm({ deps, actor, code, input, more: [endDraft(kept, checked.value)] });
  return put.ok ? put : err({ kind: "refused", problem: put.error });
}
