import { err, ok, type Result } from "#kernel/result.ts";
import type { FontBook } from "./font-book.ts";
import type { LayoutFault } from "./page.ts";

/**
 * Scripts that run from left to right with one shape a letter. Others need joining or another direction: printed without, they
 * would be wrong and not only ugly.
 */
const PLAIN_LETTER =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]/u;

/** What carries a word's meaning. */
const LETTER = /[\p{L}\p{M}\p{N}\p{Sc}]/u;

/** Signs that show nothing by themselves: controls, joiners, marks of direction, variation selectors. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** More marks than this on one letter are ink and no language. */
const MOST_MARKS = 3;

export type Printable = {
  readonly text: string;
  /** Signs that were left out. */
  readonly leftOut: readonly string[];
};

/**
 * A text as the fonts can print it: composed (NFC), blanks plain, and without signs that nobody would see. A letter or figure
 * that the fonts lack refuses the whole; any other sign is left out and named. Line breaks stay.
 */
export function printableText(given: string, book: FontBook): Result<Printable, LayoutFault> {
  const text = given
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u2028\u2029\v\f]/g, "\n")
    .replaceAll(/[\t\p{Zs}]/gu, " ");
  const missing = new Set<string>();
  const leftOut = new Set<string>();
  let out = "";
  let marks = 0;
  for (const character of text) {
    marks = /\p{M}/u.test(character) ? marks + 1 : 0;
    if (character === "\n" || character === " ") out += character;
    else if (UNSEEN.test(character)) continue;
    else if (marks <= MOST_MARKS && book.has(character) && PLAIN_LETTER.test(character)) out += character;
    else if (LETTER.test(character)) missing.add(character);
    else leftOut.add(character);
  }
  if (missing.size > 0) return err({ code: "not_printable", characters: [...missing].sort().slice(0, 20) });
  return ok({ text: out, leftOut: [...leftOut].sort() });
}
