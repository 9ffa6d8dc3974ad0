import type { SourceSpec } from "#catalogue/feeds/mapping/source.ts";

/**
 * A source of a feed's mapping as one line of a form: `sku` is a column or path, `=EUR` the same for each product,
 * `https://shop.example/{sku}` a text with values in it.
 */
export function sourceOf(words: string): SourceSpec {
  if (words.startsWith("=")) return { constant: words.slice(1), pick: "first" };
  return words.includes("{") ? { text: words, pick: "first" } : words;
}

/** The line of a source; undefined where one line can't say it. */
export function sourceWords(source: SourceSpec): string | undefined {
  const words = typeof source === "string" ? source : lineOf(source);
  return words !== undefined && isSame(sourceOf(words), source) ? words : undefined;
}

function lineOf({ constant, text }: Exclude<SourceSpec, string>): string | undefined {
  return constant === undefined ? text : `=${constant}`;
}

/** A source that was read by its schema has its keys in another order than one that was just made. */
function isSame(left: SourceSpec, right: SourceSpec): boolean {
  return inOrder(left) === inOrder(right);
}

function inOrder(source: SourceSpec): string {
  if (typeof source === "string") return JSON.stringify(source);
  return JSON.stringify(Object.entries(source).sort(([left], [right]) => (left < right ? -1 : 1)));
}
