/** What XML 1.0 §2.2 has a place for; of anything else a parser would refuse the whole document. */
const XML = /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** The answer to a text that came in: with words a text back, without none. */
export function messageTwiml(words?: string): string {
  const body = words === undefined ? "" : `<Message>${escapeXml(words)}</Message>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`;
}

function escapeXml(text: string): string {
  return Array.from(text, (character) => (XML.test(character) ? (entities[character] ?? character) : "")).join("");
}
