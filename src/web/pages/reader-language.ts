/** Languages in which every page for readers has words. The first is everybody else's. */
const languages = ["en", "de", "fr", "ar"] as const;

export type ReaderLanguage = (typeof languages)[number];

/** The first of our languages in an Accept-Language header (RFC 9110 §12.5.4), in its order and whatever its weights. */
export function readerLanguage(acceptLanguage: string | null | undefined): ReaderLanguage {
  const asked = (acceptLanguage ?? "").slice(0, 200).split(",");
  const wanted = asked.map((range) => range.trim().slice(0, 2).toLowerCase());
  const found = wanted.flatMap((one) => languages.find((language) => language === one) ?? []);
  return found[0] ?? languages[0];
}
