import { expect, it } from "vitest";
import { pageWords } from "./page-words.ts";

it.each(["en", "de", "fr", "ar"])("in %s the product pages have a word of their own for everything", (lang) => {
  const spoken = pageWords(`${lang}-XX`);
  expect(spoken.lang).toBe(lang);
  expect(Object.keys(spoken.words)).toEqual(Object.keys(pageWords("en").words));
  expect(Object.values(spoken.words).every((word) => word.trim() !== "")).toBe(true);
});

it("a language that the pages do not speak is answered in English, and says so", () => {
  expect(pageWords("ja")).toEqual(pageWords("en"));
  expect(pageWords("constructor").lang).toBe("en");
});
