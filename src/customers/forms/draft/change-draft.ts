import type { FieldKind } from "#customers/forms/form-definition.ts";
import { type DraftField, type FormDraft, type Inputs, nameFrom } from "./form-draft.ts";

const MOST_FIELDS = 60;

/** A new question at the end, ready to be published where its kind needs nothing more. */
export function addField(
  draft: FormDraft,
  { kind, label }: { readonly kind: FieldKind; readonly label: string },
): { readonly draft: FormDraft; readonly key: string } | undefined {
  if (draft.fields.length >= MOST_FIELDS) return undefined;
  const [own] = draft.locales;
  const taken = draft.fields.map(({ name }) => name);
  const step = draft.fields.at(-1)?.inputs["step"] ?? "1";
  const field: DraftField = {
    key: freshKey(draft),
    name: nameFrom(kind === "email" || kind === "phone" ? kind : label, taken),
    kind,
    inputs: { [`label.${own}`]: label, step, ...firstInputs(draft, kind) },
    options: [],
    when: [],
  };
  return { draft: { ...draft, fields: [...draft.fields, field] }, key: field.key };
}

function firstInputs({ fields }: FormDraft, kind: FieldKind): Inputs {
  const isTaken = (becomes: string) => fields.some(({ inputs }) => inputs["becomes"] === becomes);
  if (kind === "consent") return { purpose: "receive", topic: "", required: "yes" };
  if (kind === "scale") return { becomes: "answer", min: "0", max: "10" };
  if (kind === "reference") return { becomes: "event" };
  if ((kind === "email" || kind === "phone") && !isTaken(`identity:${kind}`)) return { becomes: `identity:${kind}` };
  return { becomes: "answer" };
}

function freshKey({ fields }: FormDraft): string {
  return `f${Math.max(0, ...fields.map(({ key }) => Number(key.slice(1)) || 0)) + 1}`;
}

/** Puts a field's new words and settings in; whoever asks for its answer follows its new name. */
export function putField(draft: FormDraft, changed: DraftField): FormDraft {
  const old = draft.fields.find(({ key }) => key === changed.key);
  if (old === undefined) return draft;
  const follow = (when: readonly string[]) =>
    when.map((one) => (one.startsWith(`${old.name}:`) ? `${changed.name}${one.slice(old.name.length)}` : one));
  return {
    ...draft,
    fields: draft.fields.map((field) => (field.key === changed.key ? changed : { ...field, when: follow(field.when) })),
  };
}

export function moveField(draft: FormDraft, key: string, by: -1 | 1): FormDraft {
  return {
    ...draft,
    fields: moved(
      draft.fields,
      draft.fields.findIndex((field) => field.key === key),
      by,
    ),
  };
}

/** An item one place up or down; the same list where there is no such place. */
export function moved<Item>(items: readonly Item[], from: number, by: -1 | 1): readonly Item[] {
  const [item, other] = [items[from], items[from + by]];
  if (item === undefined || other === undefined) return items;
  return items.map((one, index) => (index === from ? other : index === from + by ? item : one));
}

/** Without a field, and without the conditions that ask for its answer. */
export function removeField(draft: FormDraft, key: string): FormDraft {
  const gone = draft.fields.find((field) => field.key === key);
  if (gone === undefined) return draft;
  return {
    ...draft,
    fields: draft.fields
      .filter((field) => field.key !== key)
      .map((field) => ({ ...field, when: field.when.filter((one) => !one.startsWith(`${gone.name}:`)) })),
  };
}

const MOST_LOCALES = 20;

export function addLocale(draft: FormDraft, locale: string): FormDraft {
  const isKnown = draft.locales.some((one) => one.toLowerCase() === locale.toLowerCase());
  return isKnown || draft.locales.length >= MOST_LOCALES ? draft : { ...draft, locales: [...draft.locales, locale] };
}

/** Without a language and its words. The form's own language stays: every word stands in it. */
export function removeLocale(draft: FormDraft, locale: string): FormDraft {
  const [own, ...more] = draft.locales;
  const wordsWithout = (words: Inputs, gone: string): Inputs =>
    Object.fromEntries(Object.entries(words).filter(([name]) => name !== gone));
  const without = (inputs: Inputs): Inputs =>
    Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.endsWith(`.${locale}`)));
  if (locale === own) return draft;
  return {
    locales: [own, ...more.filter((one) => one !== locale)],
    inputs: without(draft.inputs),
    fields: draft.fields.map((field) => ({
      ...field,
      inputs: without(field.inputs),
      options: field.options.map(({ code, words }) => ({ code, words: wordsWithout(words, locale) })),
    })),
  };
}
