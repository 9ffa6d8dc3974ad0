import { FALLBACK_LOCALE, type Wordings } from "./template-source.ts";

export type PickedLocale = {
  /** Whose wordings are used: a key of the wordings. */
  readonly wordings: string;
  /** The language that the message is really in, for `lang`: keeps the reader's region where the language is hers. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
};

// Languages whose usual script runs from right to left (CLDR, characterOrder).
const rightToLeft = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"]);

/** The best wordings for a customer's locale: the locale itself, its language, English (RFC 4647 §3.4, lookup). */
export function pickLocale(locale: string, wordings: Wordings): PickedLocale {
  const wanted = isLanguageTag(locale) ? locale : FALLBACK_LOCALE;
  const found = ancestors(wanted).find((tag) => Object.hasOwn(wordings, tag));
  if (found === undefined) return { wordings: FALLBACK_LOCALE, lang: FALLBACK_LOCALE, dir: "ltr" };
  const [language = ""] = wanted.toLowerCase().split("-");
  return { wordings: found, lang: wanted, dir: rightToLeft.has(language) ? "rtl" : "ltr" };
}

function isLanguageTag(locale: string): boolean {
  return /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,4}$/i.test(locale);
}

function ancestors(tag: string): readonly string[] {
  const parts = tag.split("-");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
}
