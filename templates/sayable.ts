/** Words as they are said: one line, single blanks. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

const ADDRESS = /(https?:\/\/\S+)/i;
/** What only somebody who writes back can use. */
const REPLY = /\b(STOP|START|HELP)\b/;
const END = /[.!?…](?!.*[.!?…])/su;

/**
 * What of a text message can be said. Addresses are left out, which nobody could write down; with those by which she would leave
 * goes what leads to them, since a call has a key for that; and so do sentences that ask for a word to be written back.
 */
export function sayable(text: string, waysOut: readonly string[]): string {
  const parts = text.split(ADDRESS).map((part, index, all) => {
    if (index % 2 === 1) return " ";
    return waysOut.includes(all[index + 1] ?? "") ? upToLastSentence(part) : part;
  });
  const sentences = parts.join("").split(/(?<=[.!?…])\s+|\n+/u);
  return oneLine(sentences.filter((sentence) => !REPLY.test(sentence)).join(" ")).replace(/[\s:,–-]+$/u, "");
}

function upToLastSentence(text: string): string {
  const end = text.search(END);
  return end === -1 ? "" : text.slice(0, end + 1);
}
