/** What stands on every letter beside its own words. */
export type LetterWords = {
  /** With {page} and {pages}. */
  readonly page: string;
  /** How to get no more letters, with {vendor} and {address}; the code beside it is mentioned. */
  readonly leave: string;
  /** What a code is for, where the template did not say. */
  readonly see: string;
};

const english: LetterWords = {
  page: "Page {page} of {pages}",
  leave:
    "{vendor} sends you this letter because you chose letters. If you want no more of them, scan the code, or write to us: {address}.",
  see: "More for you",
};

const words: Readonly<Record<string, LetterWords>> = {
  de: {
    page: "Seite {page} von {pages}",
    leave:
      "{vendor} schickt Ihnen diesen Brief, weil Sie Briefe gewählt haben. Möchten Sie keine mehr, dann scannen Sie den Code oder schreiben Sie uns: {address}.",
    see: "Mehr für Sie",
  },
  fr: {
    page: "Page {page} sur {pages}",
    leave:
      "{vendor} vous envoie cette lettre parce que vous avez choisi les lettres. Si vous n’en voulez plus, scannez le code ou écrivez-nous : {address}.",
    see: "Plus pour vous",
  },
};

/** In the language of the letter (BCP 47); English where there are none. */
export function letterWords(language: string): LetterWords {
  return words[language.split("-")[0] ?? ""] ?? english;
}
