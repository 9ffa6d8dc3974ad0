import { codeFrom, type DraftField, type FormDraft, type Inputs } from "./form-draft.ts";

/**
 * What a draft says as the API would be told it: what was left empty is not said, numbers are numbers where they can be read,
 * and what is wrong stays wrong, for the form's own schema to find.
 */
export function definitionOf({ locales, inputs, fields }: FormDraft): Readonly<Record<string, unknown>> {
  const [own] = locales;
  return {
    locale: own,
    title: wordsOf(inputs, "title", locales),
    ...said("intro", optionalWords(inputs, "intro", locales)),
    ...said("submit", optionalWords(inputs, "submit", locales)),
    thanks: wordsOf(inputs, "thanks", locales),
    ...said("source", inputs["source"]),
    ...said("survey", inputs["survey"]),
    ...said("confirmDays", numberOf(inputs["confirmDays"])),
    ...said("confirmationsPerHour", numberOf(inputs["confirmationsPerHour"])),
    fields: fields.map((field) => fieldOf(field, locales)),
  };
}

type Locales = FormDraft["locales"];

function fieldOf(
  { name, kind, inputs, options, when }: DraftField,
  locales: Locales,
): Readonly<Record<string, unknown>> {
  const isChoice = kind === "choice" || kind === "choices";
  const isScale = kind === "scale";
  const counted = isScale || kind === "number" || kind === "choices";
  return {
    name,
    kind,
    label: wordsOf(inputs, "label", locales),
    ...said("hint", optionalWords(inputs, "hint", locales)),
    ...said("step", numberOf(inputs["step"])),
    ...(inputs["required"] === "yes" ? { isRequired: true } : {}),
    ...(kind === "consent" ? { consent: consentOf(inputs) } : said("target", targetOf(name, inputs))),
    ...(isChoice || (kind === "reference" && options.length > 0) ? { options: optionsOf(options, locales) } : {}),
    ...(counted ? { ...said("min", numberOf(inputs["min"])), ...said("max", numberOf(inputs["max"])) } : {}),
    ...(kind === "short_text" || kind === "long_text" ? said("maxLength", numberOf(inputs["maxLength"])) : {}),
    ...(kind === "date" ? { ...said("from", inputs["from"]), ...said("until", inputs["until"]) } : {}),
    ...(isScale ? said("low", optionalWords(inputs, "low", locales)) : {}),
    ...(isScale ? said("high", optionalWords(inputs, "high", locales)) : {}),
    ...said("when", whenOf(when)),
  };
}

/** Nothing at all where nothing was typed: a definition has no empty values. */
function said(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined || value === "" ? {} : { [name]: value };
}

function wordsOf(inputs: Inputs, name: string, locales: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    locales.flatMap((locale) => {
      const text = inputs[`${name}.${locale}`] ?? "";
      return text === "" ? [] : [[locale, text]];
    }),
  );
}

function optionalWords(inputs: Inputs, name: string, locales: readonly string[]) {
  const words = wordsOf(inputs, name, locales);
  return Object.keys(words).length === 0 ? undefined : words;
}

/** What is no number stays text, which the schema refuses at its place. */
function numberOf(text = ""): number | string | undefined {
  if (text === "") return undefined;
  return /^-?\d{1,15}([.,]\d{1,6})?$/.test(text) ? Number(text.replace(",", ".")) : text;
}

function consentOf({ purpose = "", topic = "" }: Inputs) {
  return purpose === "track" ? { purpose } : { purpose: "receive", channel: "email", topic };
}

function targetOf(name: string, { becomes = "", key = "", category = "" }: Inputs) {
  const [to, part] = becomes.split(":", 2);
  const own = key === "" ? name : key;
  switch (to) {
    case "identity":
    case "registration":
      return { to, part };
    case "attribute":
      return { to, name: part };
    case "answer":
      return { to, question: own, ...said("category", category) };
    case "demographic":
      return { to, name: own };
    case "event":
      return { to, property: own };
    default:
      return undefined;
  }
}

function optionsOf(options: DraftField["options"], locales: Locales) {
  return options.map(({ code, words }, place) => ({
    value: code === "" ? codeFrom(words[locales[0]] ?? "", place) : code,
    label: Object.fromEntries(locales.flatMap((locale) => (words[locale] ? [[locale, words[locale]]] : []))),
  }));
}

/** All of one field, which the first one names; another field's answer has no place in it and is told by the schema. */
function whenOf(when: readonly string[]) {
  const [first] = when;
  if (first === undefined) return undefined;
  const field = first.slice(0, first.indexOf(":"));
  return { field, isOneOf: when.map((one) => (one.startsWith(`${field}:`) ? one.slice(field.length + 1) : "")) };
}
