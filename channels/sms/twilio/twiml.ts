import { escapeXml } from "#channels/twilio/escape-xml.ts";

/** The answer to a text that came in: with words a text back, without none. */
export function messageTwiml(words?: string): string {
  const body = words === undefined ? "" : `<Message>${escapeXml(words)}</Message>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`;
}
