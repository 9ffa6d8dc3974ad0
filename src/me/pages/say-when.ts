import type { PageLanguage } from "#me/words/words-for.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** "22 November 2026": the day of a moment where she lives, in the page's language. */
export function sayDay(
  at: number,
  { language, zone }: { readonly language: PageLanguage; readonly zone: string },
): string {
  const key = `${language} ${zone}`;
  const format = formats.get(key) ?? formatFor(language, zone);
  if (formats.size < 500) formats.set(key, format);
  return format.format(at);
}

/** A zone that an import brought and nobody knows is none: the day is told as it is in Greenwich. */
function formatFor(language: PageLanguage, zone: string): Intl.DateTimeFormat {
  const locale = language === "en" ? "en-GB" : language;
  try {
    return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: zone === "" ? "UTC" : zone });
  } catch {
    return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  }
}
