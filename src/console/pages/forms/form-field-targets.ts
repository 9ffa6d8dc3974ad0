import type { AttributeDefinition } from "#customers/attributes.ts";
import { takesKind } from "#customers/forms/check-definition.ts";
import type { DraftField } from "#customers/forms/draft/form-draft.ts";
import {
  type FieldKind,
  type FieldTarget,
  identityParts,
  registrationParts,
} from "#customers/forms/form-definition.ts";
import type { Choice } from "#web/pages/choice-fields.tsx";
import { targetWords } from "./form-words.tsx";

/** What an answer of this kind may become; what stands there now is offered even where it no longer may. */
export function becomesChoices(
  { kind, inputs }: DraftField,
  attributes: ReadonlyMap<string, AttributeDefinition>,
): readonly Choice[] {
  const current = inputs["becomes"] ?? "";
  const offered = [...standing(kind), ...ofAttributes(kind, attributes)];
  const labelled = offered.map((value) => ({ value, label: labelOf(value, attributes) }));
  if (offered.includes(current)) return labelled;
  const label = current === "" ? "Choose what it becomes" : `${targetWords(current)} (it can’t be)`;
  return [{ value: current, label }, ...labelled];
}

function standing(kind: FieldKind): readonly string[] {
  const targets: ReadonlyArray<readonly [value: string, target: FieldTarget]> = [
    ["answer", { to: "answer", question: "x" }],
    ...identityParts.map((part) => [`identity:${part}`, { to: "identity", part }] as const),
    ...registrationParts.map((part) => [`registration:${part}`, { to: "registration", part }] as const),
    ["demographic", { to: "demographic", name: "x" }],
    ["event", { to: "event", property: "x" }],
  ];
  return targets.filter(([, target]) => takesKind(target, kind)).map(([value]) => value);
}

function ofAttributes(kind: FieldKind, attributes: ReadonlyMap<string, AttributeDefinition>): readonly string[] {
  return [...attributes.values()]
    .filter((known) => takesKind({ to: "attribute", name: known.name }, kind, known))
    .map(({ name }) => `attribute:${name}`);
}

function labelOf(value: string, attributes: ReadonlyMap<string, AttributeDefinition>): string {
  const label = value.startsWith("attribute:") ? attributes.get(value.slice("attribute:".length))?.label : undefined;
  return label === undefined || label === "" ? targetWords(value) : `${targetWords(value)}: ${label}`;
}
