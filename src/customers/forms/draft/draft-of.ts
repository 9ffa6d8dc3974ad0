import type { FieldTarget, FormDefinition, FormField, Words } from "#customers/forms/form-definition.ts";
import type { DraftField, FormDraft, Inputs } from "./form-draft.ts";

/** A form as the builder shows it. */
export function draftOf(form: FormDefinition): FormDraft {
  const { locale, title, intro, submit, thanks, source, survey, confirmDays, confirmationsPerHour, fields } = form;
  const others = new Set([title, thanks, ...fields.map(({ label }) => label)].flatMap((words) => Object.keys(words)));
  others.delete(locale);
  return {
    locales: [locale, ...others],
    inputs: {
      ...wordInputs({ title, intro, submit, thanks }),
      ...textInputs({ source, survey, confirmDays, confirmationsPerHour }),
    },
    fields: fields.map((field, index) => draftField(field, `f${index + 1}`)),
  };
}

function draftField(field: FormField, key: string): DraftField {
  const { name, kind, label, hint, low, high, step, isRequired, target, consent, options = [], when } = field;
  const { min, max, maxLength, from, until } = field;
  return {
    key,
    name,
    kind,
    inputs: {
      ...wordInputs({ label, hint, low, high }),
      ...textInputs({ step, min, max, maxLength, from, until }),
      ...(isRequired ? { required: "yes" } : {}),
      ...(target === undefined ? {} : targetInputs(target)),
      ...(consent === undefined ? {} : { purpose: consent.purpose }),
      ...(consent?.purpose === "receive" ? { topic: consent.topic } : {}),
    },
    options: options.map(({ value, label: words }) => ({ code: value, words })),
    when: when === undefined ? [] : when.isOneOf.map((value) => `${when.field}:${value}`),
  };
}

function wordInputs(groups: Readonly<Record<string, Words | undefined>>): Inputs {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([name, words = {}]) =>
      Object.entries(words).map(([locale, text]) => [`${name}.${locale}`, text] as const),
    ),
  );
}

function textInputs(values: Readonly<Record<string, string | number | undefined>>): Inputs {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}

function targetInputs(target: FieldTarget): Inputs {
  switch (target.to) {
    case "identity":
    case "registration":
      return { becomes: `${target.to}:${target.part}` };
    case "attribute":
      return { becomes: `attribute:${target.name}` };
    case "answer":
      return { becomes: "answer", key: target.question, ...textInputs({ category: target.category }) };
    case "demographic":
      return { becomes: "demographic", key: target.name };
    case "event":
      return { becomes: "event", key: target.property };
  }
}
