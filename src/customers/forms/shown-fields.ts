import type { FormDefinition, FormField } from "./form-definition.ts";
import type { Typed } from "./read-submission.ts";

/** Fields that are asked, given what was answered so far. What depends on a field that is not asked itself is not asked either. */
export function askedFields({ fields }: FormDefinition, typed: Typed): readonly FormField[] {
  const asked = new Set<string>();
  for (const { name, when } of fields.toSorted((left, right) => left.step - right.step)) {
    if (when === undefined) asked.add(name);
    else if (asked.has(when.field) && (typed[when.field] ?? []).some((value) => when.isOneOf.includes(value)))
      asked.add(name);
  }
  return fields.filter(({ name }) => asked.has(name));
}

/** Steps on which something is asked, in their order. A reference that rides along asks nothing. */
export function stepsOf(form: FormDefinition, typed: Typed): readonly number[] {
  const steps = askedFields(form, typed).flatMap(({ kind, step }) => (kind === "reference" ? [] : [step]));
  return [...new Set(steps)].toSorted((left, right) => left - right);
}
