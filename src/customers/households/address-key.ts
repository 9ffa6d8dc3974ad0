import { keyedHash, type Secret } from "#kernel/secret.ts";

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
function plainAddress(text: string): string {
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

/**
 * A keyed hash by which people of one surname at one address are known: the parts of the address in the vendor's order, each
 * in one spelling. undefined where a part is missing: half an address brings nobody together.
 */
export function addressKey(
  secret: Secret,
  { surname, address }: { readonly surname: string; readonly address: readonly string[] },
): string | undefined {
  const parts = [surname, ...address].map(plainAddress);
  if (parts.includes("")) return undefined;
  return keyedHash(secret.keyFor("household-address/1"), JSON.stringify(parts));
}
