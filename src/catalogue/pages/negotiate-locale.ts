import { canonicalLocale, LAST_LOCALE, localeChain } from "#catalogue/locale.ts";

const MAX_HEADER = 500;

/**
 * The first of the reader's languages (RFC 9110 §12.5.4) that is available, as one of `available`; so the number of answers is
 * bounded by the vendor's languages, not by what readers send.
 */
export function negotiateLocale(acceptLanguage: string | undefined, available: ReadonlySet<string>): string {
  for (const tag of wantedTags(acceptLanguage ?? "")) {
    const canonical = canonicalLocale(tag);
    const chain = canonical === undefined ? [] : localeChain(canonical);
    const isEnglish = canonical?.split("-")[0] === LAST_LOCALE;
    const found = chain.find((candidate) => available.has(candidate) && (isEnglish || candidate !== LAST_LOCALE));
    if (found !== undefined) return found;
  }
  return LAST_LOCALE;
}

function wantedTags(header: string): readonly string[] {
  return header
    .slice(0, MAX_HEADER)
    .split(",")
    .map((part) => {
      const [tag = "", weight] = part.split(";q=");
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== "" && tag !== "*" && weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ tag }) => tag);
}
