import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type Form, findForm } from "./find-form.ts";

/** Shows a form again, or hides it: what it asks stays as it is. */
export async function setFormState(
  { store, clock }: Pick<CustomerDeps, "store" | "clock">,
  { actor, code, state }: { readonly actor: AuditActor; readonly code: string; readonly state: Form["state"] },
): Promise<Result<Form, Problem>> {
  const at = clock.now();
  await store.write([
    {
      sql: "update forms set state = ?, updated_at = ? where code = ? and state <> ?",
      params: [state, at, code, state],
    },
    auditIfChanged({ at, actor, action: "set-form-state", subject: { kind: "form", id: code }, detail: { state } }),
  ]);
  const form = await findForm(store, code);
  return form === undefined ? err(problem("not_found")) : ok(form);
}
