import { z } from "zod";

/** Used where a text exists in none of the reader's languages. */
export const LAST_LOCALE = "en";

/** A BCP 47 tag in its canonical form. */
export const localeInput = z
  .string()
  .max(35)
  .transform((tag, context) => {
    const canonical = canonicalLocale(tag);
    if (canonical !== undefined) return canonical;
    context.addIssue({ code: "custom", message: "This is not a language tag (BCP 47), such as de-CH." });
    return z.NEVER;
  })
  .meta({ examples: ["de-CH"] });

export function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** de-Latn-CH, de-Latn, de: RFC 4647 §3.4 (lookup). */
export function lookupTags(locale: string): readonly string[] {
  const parts = locale.split("-");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
}

/** The tags of a lookup, then the last resort. */
export function localeChain(locale: string): readonly string[] {
  const tags = lookupTags(locale);
  return tags.includes(LAST_LOCALE) ? tags : [...tags, LAST_LOCALE];
}
