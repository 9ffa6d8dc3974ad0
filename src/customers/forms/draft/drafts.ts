import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import type { FormDefinition } from "#customers/forms/form-definition.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Query, Store } from "#store/store.ts";
import type { FormDraft } from "./form-draft.ts";

/** A form's draft as it is kept. */
export type KeptDraft = {
  readonly code: string;
  readonly draft: FormDraft;
  /** Grows with each change: whoever saves names the one that she read. */
  readonly revision: number;
  /** The version that it began with; 0 for a new form. */
  readonly baseVersion: number;
  readonly updatedAt: number;
};

const COLUMNS = "code, draft, revision, base_version as baseVersion, updated_at as updatedAt";

export async function findDraft(store: Pick<Store, "read">, code: string): Promise<KeptDraft | undefined> {
  const [row] = await store.read<Omit<KeptDraft, "draft"> & { readonly draft: string }>({
    sql: `select ${COLUMNS} from form_drafts where code = ?`,
    params: [code],
  });
  return row === undefined ? undefined : { ...row, draft: JSON.parse(row.draft) as FormDraft };
}

export type DraftLine = Pick<KeptDraft, "code" | "baseVersion" | "updatedAt">;

/** Which forms are being changed. */
export async function listDrafts(store: Pick<Store, "read">): Promise<readonly DraftLine[]> {
  return store.read<DraftLine>({
    sql: "select code, base_version as baseVersion, updated_at as updatedAt from form_drafts order by code limit 500",
    params: [],
  });
}

type Deps = Pick<CustomerDeps, "store" | "clock">;
type Change = { readonly actor: AuditActor; readonly code: string };

/** Begins a draft; false where there is one already, which stays as it is. */
export async function beginDraft(
  { store, clock }: Deps,
  { actor, code, draft, baseVersion }: Change & { readonly draft: FormDraft; readonly baseVersion: number },
): Promise<boolean> {
  const at = clock.now();
  const [made = []] = await store.write([
    {
      sql: `insert into form_drafts (code, draft, revision, base_version, updated_at) values (?, ?, 1, ?, ?)
        on conflict do nothing returning code`,
      params: [code, JSON.stringify(draft), baseVersion, at],
    },
    auditIfChanged({ at, actor, action: "begin-form-draft", subject: { kind: "form", id: code } }),
  ]);
  return made.length === 1;
}

/** Keeps a change; refused where somebody else's came between, so that neither is lost without a word. */
export async function saveDraft(
  { store, clock }: Deps,
  { actor, code, draft, revision }: Change & { readonly draft: FormDraft; readonly revision: number },
): Promise<Result<number, Problem>> {
  const at = clock.now();
  const [changed = []] = await store.write<{ revision: number }>([
    {
      sql: `update form_drafts set draft = ?, revision = revision + 1, updated_at = ? where code = ? and revision = ?
        returning revision`,
      params: [JSON.stringify(draft), at, code, revision],
    },
    auditIfChanged({ at, actor, action: "change-form-draft", subject: { kind: "form", id: code } }),
  ]);
  const [row] = changed;
  return row === undefined ? err(problem("conflict", "Somebody else changed this draft meanwhile.")) : ok(row.revision);
}

/** Throws a draft away: the published form stays as it is. */
export async function discardDraft({ store, clock }: Deps, { actor, code }: Change): Promise<void> {
  await store.write([
    { sql: "delete from form_drafts where code = ?", params: [code] },
    auditIfChanged({ at: clock.now(), actor, action: "discard-form-draft", subject: { kind: "form", id: code } }),
  ]);
}

/** For the batch that publishes it: it ends only where the version that the batch made is its own. */
export function endDraft({ code, revision }: Pick<KeptDraft, "code" | "revision">, definition: FormDefinition): Query {
  return {
    sql: `delete from form_drafts where code = ? and revision = ? and exists (
      select 1 from forms f join form_versions v on v.form_code = f.code and v.version = f.version
      where f.code = form_drafts.code and v.definition = ?)`,
    params: [code, revision, JSON.stringify(definition)],
  };
}
