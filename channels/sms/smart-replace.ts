import { septetsOf } from "./gsm7.ts";

/** One kind of character that was replaced, and how often. */
export type Replacement = { readonly from: string; readonly to: string; readonly times: number };

export type Replaced = {
  readonly text: string;
  /** In the order in which they first appear: what a preview shows. */
  readonly replacements: readonly Replacement[];
};

/**
 * Typographic signs with a plain form that means the same. Letters are not among them: a name is written as its owner writes it,
 * also where that costs a part.
 */
const plain = new Map<string, string>([
  ...pairs("“”„‟«»″‶", '"'),
  ...pairs("‘’‚‛‹›′‵ʼʻ`´", "'"),
  ...pairs("‐‑‒–—―−⁃", "-"),
  ...pairs("…", "..."),
  ...pairs("•‣∙·", "*"),
  ...pairs("⁄∕", "/"),
  // Spaces of every width, and what stands for none.
  ...pairs("\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
  ...pairs("\u200b\u2060\ufeff\u00ad", ""),
  ...pairs("\u2028\u2029", "\n"),
  ...pairs("‼", "!!"),
  ...pairs("⁈", "?!"),
  ...pairs("×", "x"),
]);

function pairs(characters: string, to: string): ReadonlyArray<readonly [string, string]> {
  return Array.from(characters, (character) => [character, to] as const);
}

/**
 * Takes a text back to GSM 7 where signs alone keep it out, which makes three parts one. A text that stays UCS-2 all the same
 * is left as it was written.
 */
export function smartReplace(text: string): Replaced {
  const counts = new Map<string, number>();
  let replaced = "";
  for (const character of text) {
    const isKnown = septetsOf(character) !== undefined;
    const to = isKnown ? undefined : plain.get(character);
    if (!isKnown && to === undefined) return { text, replacements: [] };
    if (to !== undefined) counts.set(character, (counts.get(character) ?? 0) + 1);
    replaced += to ?? character;
  }
  const replacements = [...counts].map(([from, times]) => ({ from, to: plain.get(from) ?? "", times }));
  return { text: replaced, replacements };
}
