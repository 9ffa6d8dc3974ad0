import type { FontBook } from "./font-book.ts";
import type { Weight } from "./page.ts";

export type Type = { readonly size: number; readonly weight: Weight };

/**
 * A line of text as lines no wider than `width`, broken at blanks and after hyphens; a word that is wider alone is broken where
 * it must. At least one line, which may be empty.
 */
export function wrapLines(
  text: string,
  width: number,
  { book, size, weight }: Type & { readonly book: FontBook },
): readonly string[] {
  const fits = (line: string) => book.widthOf(line, size, weight) <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=[ \-\u2010\u2013\u2014])/)) {
    if (fits((line + word).trimEnd())) {
      line += word;
      continue;
    }
    if (line !== "") lines.push(line.trimEnd());
    line = word;
    while (!fits(line.trimEnd())) {
      const [head, tail] = splitWord(line, fits);
      lines.push(head);
      line = tail;
    }
  }
  return [...lines, line.trimEnd()];
}

/** By halving: a word of thousands of signs is no more work than its lines. A mark stays with its letter. */
function splitWord(word: string, fits: (line: string) => boolean): readonly [head: string, tail: string] {
  const signs = word.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
  let low = 1;
  let high = Math.min(signs.length, 400);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(signs.slice(0, middle).join(""))) low = middle;
    else high = middle - 1;
  }
  return [signs.slice(0, low).join(""), signs.slice(low).join("")];
}
