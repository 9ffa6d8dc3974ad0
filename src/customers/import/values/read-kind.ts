import { isZone } from "#kernel/calendar.ts";
import type { Secret } from "#kernel/secret.ts";
import { type AttributeDefinition, attributeFault } from "#customers/attributes.ts";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "#customers/accounts/card-number.ts";
import { accountKindReader } from "#customers/accounts/read-account-kind.ts";
import { isCleanText, wordsOf } from "#customers/ingest/read-values.ts";
import { localeOf } from "#customers/ingest/read-traits.ts";
import { normaliseEmail } from "#customers/normalise-identity.ts";
import {
  BIRTH_DATE_REFUSED,
  COUNTRY_REFUSED,
  isBirthDate,
  isCountry,
  isPastDate,
  isPersonName,
  NAME_REFUSED,
  PAST_DATE_REFUSED,
} from "#customers/person-values.ts";
import type { Forms } from "#customers/import/mapping/mapping.ts";
import type { FieldKind } from "#customers/import/mapping/targets.ts";
import { readDate, readInstant } from "./date-form.ts";
import { FieldFault } from "./field-fault.ts";
import { looksLikeExponent, type NumberForm, plainNumber } from "./number-form.ts";
import { phoneReader } from "./read-phone.ts";

/** What a value's text is read with. */
export type KindContext = {
  readonly forms: Forms;
  readonly defaultCountry: string;
  readonly secret: Secret;
  /** epoch ms: what the file tells was so by then */
  readonly statedAt: number;
};

/** Text that is not empty, as a value of a kind. */
export type ReadText = (text: string) => unknown;

const MAX_NAME = 200;
const MAX_WORDS = 8_000;
const MAX_ANSWER = 4_000;

/** Kinds whose values repeat from record to record: what was read once is remembered. */
export const repeatingKinds: ReadonlySet<FieldKind | AttributeDefinition["type"]> = new Set([
  "locale",
  "zone",
  "country",
  "date",
  "birthDate",
  "pastDate",
  "category",
  "currency",
  "bool",
] as const);

export function kindReader(kind: FieldKind, context: KindContext): ReadText {
  const { forms, defaultCountry } = context;
  const numbers = numberForm(forms);
  switch (kind) {
    case "code":
      return (text) => codeOf(text);
    case "customer":
      return (text) => (hasCardNumber(text) ? new FieldFault(CARD_NUMBER_REFUSED) : codeOf(text));
    case "email":
      return (text) => normaliseEmail(text) ?? new FieldFault("This is no bare e-mail address.");
    case "phone":
      return phoneReader(defaultCountry);
    case "name":
      return nameOf;
    case "words":
      return (text) => wordsOf(text, MAX_WORDS);
    case "answer":
      return (text) => wordsOf(text, MAX_ANSWER);
    case "category":
      return (text) =>
        isCleanText(text, 200) ? text : new FieldFault("A category has at most 200 visible characters.");
    case "locale":
      return (text) => localeOf(text) ?? new FieldFault("This is no language tag (BCP 47).");
    case "zone":
      return (text) => (isZone(text) ? text : new FieldFault("This is no IANA time zone."));
    case "country":
      return (text) => (isCountry(text.toUpperCase()) ? text.toUpperCase() : new FieldFault(COUNTRY_REFUSED));
    case "currency":
      return (text) =>
        /^[A-Za-z]{3}$/.test(text) ? text.toUpperCase() : new FieldFault("A currency has three letters (ISO 4217).");
    case "date":
      return dateReader(forms);
    case "birthDate":
      return dateReader(forms, (date) => (isBirthDate(date, context.statedAt) ? undefined : BIRTH_DATE_REFUSED));
    case "pastDate":
      return dateReader(forms, (date) => (isPastDate(date, context.statedAt) ? undefined : PAST_DATE_REFUSED));
    case "instant":
      return instantReader(forms);
    case "money":
      return (text) => plainNumber(text, numbers) ?? notANumber(text, numbers);
    case "quantity":
      return (text) => quantityOf(text, numbers);
    case "whole":
      return (text) => wholeOf(text, numbers);
    case "value":
      return (text) => wordsOf(text, MAX_ANSWER);
    default:
      return accountKindReader(kind);
  }
}

/** The text of a declared attribute as its type. */
export function attributeReader(definition: AttributeDefinition, { forms }: KindContext): ReadText {
  const numbers = numberForm(forms);
  const readers: Readonly<Record<AttributeDefinition["type"], ReadText>> = {
    string: (text) => text,
    int: (text) => wholeOf(text, numbers),
    double: (text) => doubleOf(text, numbers),
    bool: flagOf,
    date: dateReader(forms),
  };
  const read = readers[definition.type];
  return (text) => {
    const value = read(text);
    if (value instanceof FieldFault) return value;
    const fault = attributeFault(definition, value);
    return fault === undefined ? value : new FieldFault(fault);
  };
}

/** A property: text, or what the mapping says that it is. */
export function valueReader(as: "text" | "number" | "boolean", { forms }: KindContext): ReadText {
  const numbers = numberForm(forms);
  if (as === "boolean") return flagOf;
  return as === "number" ? (text) => doubleOf(text, numbers) : (text) => wordsOf(text, MAX_ANSWER);
}

function numberForm(forms: Forms): NumberForm {
  return { decimal: forms.decimal ?? ".", thousands: forms.thousands ?? "" };
}

function formOf(forms: Forms): string {
  return forms.date ?? "iso";
}

function codeOf(text: string): string | FieldFault {
  if (looksLikeExponent(text)) return new FieldFault(EXPONENT);
  return isCleanText(text, 200) ? text : new FieldFault("A code has 1 to 200 visible characters.");
}

function nameOf(text: string): string | FieldFault | undefined {
  const name = wordsOf(text, MAX_NAME);
  return name === undefined || isPersonName(name) ? name : new FieldFault(NAME_REFUSED);
}

function dateReader(forms: Forms, faultOf: (date: string) => string | undefined = () => undefined): ReadText {
  const form = formOf(forms);
  return (text) => {
    const date = readDate(text, form);
    if (date === undefined) return new FieldFault(`This is no date of the form ${form}.`);
    const fault = faultOf(date);
    return fault === undefined ? date : new FieldFault(fault);
  };
}

function instantReader(forms: Forms): ReadText {
  const form = formOf(forms);
  const zone = forms.zone ?? "UTC";
  return (text) => {
    const at = readInstant(text, form, zone);
    if (at === undefined) return new FieldFault(`This is no date or time of the form ${form}.`);
    return at >= 0 ? at : new FieldFault("Times before 1970 are not kept.");
  };
}

const EXPONENT = "This number has an exponent: a spreadsheet has shortened it, and its digits are lost.";

function notANumber(text: string, { decimal, thousands }: NumberForm): FieldFault {
  if (looksLikeExponent(text)) return new FieldFault(EXPONENT);
  const groups = thousands === "" ? "no thousands mark" : `"${thousands}" between thousands`;
  return new FieldFault(`This is no number with "${decimal}" before its decimals and ${groups}.`);
}

function quantityOf(text: string, numbers: NumberForm): number | FieldFault {
  const plain = plainNumber(text, numbers);
  if (plain === undefined) return notANumber(text, numbers);
  return Math.abs(Number(plain)) <= 1_000_000 ? Number(plain) : new FieldFault("A quantity is at most 1,000,000.");
}

function wholeOf(text: string, numbers: NumberForm): number | FieldFault {
  const plain = plainNumber(text, numbers);
  if (plain === undefined) return notANumber(text, numbers);
  const value = Number(plain);
  return Number.isSafeInteger(value) ? value : new FieldFault("This is no whole number.");
}

function doubleOf(text: string, numbers: NumberForm): number | FieldFault {
  const plain = plainNumber(text, numbers);
  return plain === undefined ? notANumber(text, numbers) : Number(plain);
}

const flags = new Map<string, boolean>([
  ...["true", "yes", "y", "1"].map((word) => [word, true] as const),
  ...["false", "no", "n", "0"].map((word) => [word, false] as const),
]);

function flagOf(text: string): boolean | FieldFault {
  return flags.get(text.toLowerCase()) ?? new FieldFault("Say yes or no, true or false, 1 or 0.");
}
