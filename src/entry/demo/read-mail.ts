import type { ReceivedEmail } from "#channels/memory/mailbox.ts";

/** What a reader sees of a mail: which products lie behind which links. */
export type ReadMail = {
  readonly to: string;
  readonly programme: string;
  readonly occurrence: string;
  readonly links: ReadonlyArray<{ readonly url: string; readonly words: string }>;
};

const ANCHOR = /<a\b[^>]*\bhref="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g;
const ALT = /\balt="([^"]*)"/;

/** Decodes quoted-printable (RFC 2045 §6.7) of a UTF-8 part. */
function decodeQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** Reads a received message as its bytes tell it, never from the database. */
export function readMail(received: ReceivedEmail): ReadMail {
  const raw = Buffer.from(received.raw).toString("latin1");
  const headEnd = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, headEnd).replace(/\r\n[ \t]+/g, " ");
  const html = decodeQuotedPrintable(raw.slice(raw.indexOf("text/html")));
  const links = [...html.matchAll(ANCHOR)].map(([, url = "", inside = ""]) => ({
    url: url.replaceAll("&amp;", "&"),
    words: (ALT.exec(inside)?.[1] ?? inside.replace(/<[^>]+>/g, " ")).replace(/\s+/g, " ").trim(),
  }));
  const campaign = /^Feedback-ID: ([a-z0-9-]+)\.([\d-]+):/im.exec(head);
  return {
    to: received.envelope.to.toLowerCase(),
    programme: campaign?.[1] ?? "",
    occurrence: campaign?.[2] ?? "",
    links,
  };
}
