/** What XML 1.0 §2.2 has a place for; of anything else a parser would refuse the whole document. */
const XML = /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** A value as it may stand between tags and in an attribute: escaped, and without what XML has no place for. */
export function escapeXml(text: string): string {
  return Array.from(text, (character) => (XML.test(character) ? (entities[character] ?? character) : "")).join("");
}
