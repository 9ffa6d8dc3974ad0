import { findForm, type Form } from "#customers/forms/find-form.ts";
import type { FormDefinition } from "#customers/forms/form-definition.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { CallDeps } from "./call-deps.ts";
import type { Call } from "./call.ts";
import { isHerAddress } from "./is-her-address.ts";

/**
 * A form as an agent fills it in: an address that is known to be hers need not be spelled out once more, since consent by telephone is
 * about the address that she has.
 */
export async function findCallerForm(
  { store }: Pick<CallDeps, "store">,
  { call, code, version }: { readonly call: Call; readonly code: string; readonly version?: number | undefined },
): Promise<Result<Form, Problem>> {
  const form = await findForm(store, code, version);
  if (form === undefined || form.state !== "live") return err(problem("not_found"));
  const isKnown = await isHerAddress({ store }, call);
  return ok(isKnown ? { ...form, definition: withoutAddress(form.definition) } : form);
}

function withoutAddress(definition: FormDefinition): FormDefinition {
  return {
    ...definition,
    fields: definition.fields.map((field) =>
      field.target?.to === "identity" && field.target.part === "email" ? { ...field, isRequired: false } : field,
    ),
  };
}
