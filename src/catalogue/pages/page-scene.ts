import type { Brand } from "#web/pages/public-shell.tsx";
import { type PageWords, pageWords } from "./page-words.ts";
import type { VisitorChoice } from "./visitor-cookie.ts";

/** What all product pages share in one request. */
export type PageScene = {
  readonly brand: Brand;
  /** The locale of product words and prices. */
  readonly locale: string;
  /** The language of the page's own words. */
  readonly lang: string;
  readonly words: PageWords;
  readonly said: VisitorChoice["said"];
  /** Path and query of this page. */
  readonly here: string;
};

export function pageScene(scene: Omit<PageScene, "lang" | "words">): PageScene {
  return { ...scene, ...pageWords(scene.locale) };
}
