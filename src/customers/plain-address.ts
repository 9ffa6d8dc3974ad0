/** How long and short forms of the same word are written alike. The short one stands. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ["street", "st"],
  ["road", "rd"],
  ["avenue", "ave"],
  ["lane", "ln"],
  ["drive", "dr"],
  ["square", "sq"],
  ["court", "ct"],
  ["apartment", "apt"],
  ["boulevard", "bd"],
  ["blvd", "bd"],
  ["rue", "r"],
  ["platz", "pl"],
]);

/** Letters and digits of a text in one spelling: no accents, no case, no punctuation, words in their short forms. */
export function plainAddress(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ")
    .map((word) => SHORT.get(word) ?? word.replace(/strasse$/, "str"))
    .join(" ");
}
