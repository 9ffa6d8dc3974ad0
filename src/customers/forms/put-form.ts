import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { findAttributes } from "#customers/attributes.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Statement } from "#store/store.ts";
import { checkDefinition } from "./check-definition.ts";
import { findForm, type Form } from "./find-form.ts";
import type { FormDefinition } from "./form-definition.ts";

export type PutFormDeps = Pick<CustomerDeps, "store" | "clock"> & {
  /** Whether mails may lead to our own pages. */
  readonly canConfirm: () => Promise<boolean>;
};

export type PutForm = {
  readonly deps: PutFormDeps;
  readonly actor: AuditActor;
  readonly code: string;
  readonly input: { readonly state: Form["state"]; readonly definition: FormDefinition };
  /** What else happens in the same batch. */
  readonly more?: readonly Statement[];
};

/**
 * Makes a form, or a new version of it. A version is never changed: what somebody agreed to is what she read. The same words
 * again make no new version. Two who save at once: the later one is refused by the primary key and told so.
 */
export async function putForm({ deps, actor, code, input, more = [] }: PutForm): Promise<Result<Form, Problem>> {
  const { store, clock } = deps;
  const faults = checkDefinition(input.definition, await findAttributes(store));
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  if (input.definition.confirmDays !== undefined && !(await deps.canConfirm())) {
    return err(
      problem("conflict", "A confirmation's link leads to this server: put its host among the hosts of links first."),
    );
  }
  const known = await findForm(store, code);
  const definition = JSON.stringify(input.definition);
  const isSame = known !== undefined && JSON.stringify(known.definition) === definition;
  const version = isSame ? known.version : (known?.version ?? 0) + 1;
  const now = clock.now();
  const [inserted = []] = await store.write([
    {
      sql: `insert into form_versions (form_code, version, definition, created_at) values (?, ?, ?, ?)
        on conflict do update set created_at = created_at where definition = excluded.definition returning version`,
      params: [code, version, definition, now],
    },
    {
      sql: `insert into forms (code, version, state, created_at, updated_at)
        select form_code, version, ?, ?, ? from form_versions where form_code = ? and version = ? and definition = ?
        on conflict (code) do update set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at`,
      params: [input.state, now, now, code, version, definition],
    },
    auditIfChanged({
      at: now,
      actor,
      action: "put-form",
      subject: { kind: "form", id: code },
      detail: { version, state: input.state },
    }),
    ...more,
  ]);
  if (inserted.length === 0) return err(problem("conflict", "Somebody else changed the form at the same time."));
  return ok({ code, version, state: input.state, updatedAt: now, definition: input.definition });
}
