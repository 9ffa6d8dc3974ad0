import { ownArabic } from "./own-arabic.ts";
import { ownEnglish, type OwnWords } from "./own-english.ts";
import { ownFrench } from "./own-french.ts";
import { ownGerman } from "./own-german.ts";
import type { PageLanguage } from "./words-for.ts";

const wordsByLanguage: Readonly<Record<PageLanguage, OwnWords>> = {
  en: ownEnglish,
  de: ownGerman,
  fr: ownFrench,
  ar: ownArabic,
};

export function ownWordsFor(language: PageLanguage): OwnWords {
  return wordsByLanguage[language];
}
