import type { FormDefinition, Words } from "./form-definition.ts";

/** The words for a reader: her locale, its language, then the form's own locale. */
export function pickWords(words: Words, wanted: string, own: string): string {
  const language = wanted.split("-", 1)[0]?.toLowerCase();
  const locale = Object.keys(words).find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  const near = Object.keys(words).find((tag) => tag.split("-", 1)[0]?.toLowerCase() === language);
  return words[locale ?? near ?? own] ?? "";
}

/** The form's language that a reader understands best, by her Accept-Language (RFC 9110 §12.5.4); the form's own where none. */
export function pickFormLocale({ title, locale }: FormDefinition, accepted: string): string {
  const wanted = accepted
    .split(",", 20)
    .map((part) => {
      const [tag = "", ...rest] = part.trim().split(";");
      const quality = /^\s*q=([\d.]{1,5})\s*$/.exec(rest[0] ?? "q=1")?.[1];
      return { tag: tag.trim(), quality: Number(quality ?? 1) };
    })
    .filter(({ tag, quality }) => tag !== "" && quality > 0)
    .toSorted((left, right) => right.quality - left.quality);
  const languageOf = (tag: string) => tag.split("-", 1)[0]?.toLowerCase();
  for (const { tag } of wanted) {
    const found =
      Object.keys(title).find((known) => known.toLowerCase() === tag.toLowerCase()) ??
      Object.keys(title).find((known) => languageOf(known) === languageOf(tag));
    if (found !== undefined) return found;
  }
  return locale;
}
