import type { MeDeps } from "./me-deps.ts";
import type { MeFrame } from "./pages/me-shell.tsx";
import { pageLanguage, wordsFor } from "./words/words-for.ts";

/** The vendor's name and colour with the words of a reader's language. */
export async function frameFor({ brand }: Pick<MeDeps, "brand">, locale: string): Promise<MeFrame> {
  return { brand: await brand(), language: pageLanguage(locale), words: wordsFor(locale) };
}
