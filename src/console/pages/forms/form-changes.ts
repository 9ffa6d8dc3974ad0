import type { FormDefinition } from "#customers/forms/form-definition.ts";

const parts: ReadonlyArray<readonly [words: string, keys: ReadonlyArray<keyof FormDefinition>]> = [
  ["title", ["title"]],
  ["words", ["intro", "submit", "thanks"]],
  ["language", ["locale"]],
  ["double opt-in", ["confirmDays", "confirmationsPerHour"]],
  ["source", ["source", "survey"]],
];

/** What a version says otherwise than the one before it, in an operator's words; questions by their names. */
export function whatChanged(before: FormDefinition, after: FormDefinition): readonly string[] {
  const differs = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const old = new Map(before.fields.map((field) => [field.name, field]));
  const names = new Set(after.fields.map(({ name }) => name));
  const list = (words: string, found: readonly string[]) =>
    found.length === 0 ? [] : [`${words} ${found.join(", ")}`];
  const kept = after.fields.filter(({ name }) => old.has(name)).map(({ name }) => name);
  const keptBefore = before.fields.filter(({ name }) => names.has(name)).map(({ name }) => name);
  return [
    ...parts.filter(([, keys]) => keys.some((key) => differs(before[key], after[key]))).map(([words]) => words),
    ...list(
      "new:",
      after.fields.filter(({ name }) => !old.has(name)).map(({ name }) => name),
    ),
    ...list(
      "gone:",
      before.fields.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    ),
    ...list(
      "changed:",
      after.fields
        .filter((field) => old.has(field.name) && differs(old.get(field.name), field))
        .map(({ name }) => name),
    ),
    ...(differs(kept, keptBefore) ? ["another order"] : []),
  ];
}
