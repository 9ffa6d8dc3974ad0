import { arabic } from "./arabic.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import type { PageWords } from "./words.ts";

const wordsByLanguage = { en: english, de: german, fr: french, ar: arabic } as const;
export type PageLanguage = keyof typeof wordsByLanguage;

export const pageLanguages = Object.keys(wordsByLanguage) as readonly PageLanguage[];

/** The language of a BCP 47 tag as far as the page speaks it; English otherwise. */
export function pageLanguage(locale: string): PageLanguage {
  const language = locale.toLowerCase().split(/[-_]/, 1)[0] ?? "";
  return pageLanguages.find((known) => known === language) ?? "en";
}

export function wordsFor(locale: string): PageWords {
  return wordsByLanguage[pageLanguage(locale)];
}
