import type { FieldKind } from "#customers/forms/form-definition.ts";
import type { FormDraft } from "#customers/forms/draft/form-draft.ts";
import { Badge } from "#web/pages/badge.tsx";

export const formsPath = "/console/forms";
export const newFormPath = "/console/new-form";

export function formPath(code: string, rest = ""): string {
  return `${formsPath}/${encodeURIComponent(code)}${rest}`;
}

/** What an operator chooses among when she adds a question. */
export const kindWords: Readonly<Record<FieldKind, string>> = {
  choice: "One of some answers",
  choices: "Any of some answers",
  scale: "A scale of numbers",
  short_text: "A line of text",
  long_text: "Several lines of text",
  number: "A number",
  date: "A date",
  email: "An e-mail address",
  phone: "A phone number",
  consent: "A consent",
  reference: "A reference from the address",
};

const identityWords: Readonly<Record<string, string>> = {
  email: "E-mail address",
  phone: "Phone number",
  firstName: "First name",
  lastName: "Last name",
  birthOn: "Birthday",
};

const registrationWords: Readonly<Record<string, string>> = {
  product: "Registered product: its code",
  serial: "Registered product: serial number",
  boughtOn: "Registered product: bought on",
  proof: "Registered product: proof of purchase",
};

/** What an answer becomes, in words; `becomes` as the builder's list has it. */
export function targetWords(becomes: string): string {
  const [to = "", part = ""] = becomes.split(":", 2);
  if (to === "identity") return identityWords[part] ?? part;
  if (to === "registration") return registrationWords[part] ?? part;
  if (to === "attribute") return `Attribute ${part}`;
  if (to === "answer") return "Survey answer";
  if (to === "event") return "Property of the event";
  return to === "demographic" ? "Demographic fact" : "Nothing yet";
}

const languages = new Intl.DisplayNames("en", { type: "language" });

/** "German (de)" */
export function localeWords(locale: string): string {
  const name = languages.of(locale) ?? locale;
  return name === locale ? locale : `${name} (${locale})`;
}

/** A label for an input that stands once for each language. */
export function inLocale(label: string, locale: string, { locales }: Pick<FormDraft, "locales">): string {
  return locales.length === 1 ? label : `${label} in ${languages.of(locale) ?? locale}`;
}

export function FormState({ state }: { readonly state: "live" | "off" | "draft" }) {
  const tones = { live: "good", off: "neutral", draft: "info" } as const;
  return <Badge tone={tones[state]} label={state === "draft" ? "not published" : state} />;
}

/** The words of a draft's question in its own language; its name where it has none yet. */
export function questionOf({ locales }: FormDraft, { inputs, name }: FormDraft["fields"][number]): string {
  return inputs[`label.${locales[0]}`] ?? name;
}
