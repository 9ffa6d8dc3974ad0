import type { FieldKind } from "#customers/forms/form-definition.ts";

/** What stands in inputs of the builder, by the name of the input. Words are `title.en`, `label.de`, … */
export type Inputs = Readonly<Record<string, string>>;

/** An answer of a closed list: `code`, and its words by locale. */
export type DraftOption = { readonly code: string; readonly words: Inputs };

export type DraftField = {
  /** The field's own in this draft, also after it was renamed or moved. */
  readonly key: string;
  readonly name: string;
  readonly kind: FieldKind;
  readonly inputs: Inputs;
  readonly options: readonly DraftOption[];
  /** `field:code` of the earlier answers after which it is asked; empty: always. */
  readonly when: readonly string[];
};

/** A form while it is changed: everything as it was typed, right or wrong, so that nothing typed is lost. */
export type FormDraft = {
  /** The form's own locale first. */
  readonly locales: readonly [own: string, ...more: string[]];
  readonly inputs: Inputs;
  readonly fields: readonly DraftField[];
};

/** Words in the form's own name for something: "What was missing?" becomes what_was_missing. */
export function nameFrom(words: string, taken: readonly string[]): string {
  const plain = words
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[^a-z]+|_+$/g, "")
    .slice(0, 30);
  const stem = plain === "" ? "question" : plain;
  for (let no = 1; ; no += 1) {
    const name = no === 1 ? stem : `${stem}_${no}`;
    if (!taken.includes(name)) return name;
  }
}

/** A code for an answer that was given none. */
export function codeFrom(words: string, place: number): string {
  const plain = words
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return plain === "" ? `answer-${place + 1}` : plain;
}
