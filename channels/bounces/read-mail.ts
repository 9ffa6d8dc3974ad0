import PostalMime, { type Attachment } from "postal-mime";
import { textOfHtml } from "./text-of-html.ts";

/** A mail that came to us, taken apart as far as reports need it. Whoever wrote it may have been anybody. */
export type ReadMail = {
  /** The first header of that name, unfolded; "" where there is none. */
  readonly header: (name: string) => string;
  /** What is meant for people, without a returned message at its end. */
  readonly words: string;
  /** message/delivery-status (RFC 3464), one string a part. */
  readonly statuses: readonly string[];
  /** message/feedback-report (RFC 5965). */
  readonly feedback: readonly string[];
  /** The message that came back, or its headers alone; "" where nothing did. */
  readonly returned: string;
};

/** A bounce of ours is far smaller: what is returned of a newsletter is its headers, or some 100 KB. */
export const MAX_MAIL_BYTES = 1_048_576;
const MAX_DEPTH = 20;
const MAX_PARTS = 100;
const MAX_HEADER_BYTES = 262_144;
/** What people wrote stands at the beginning; the rest of a page is never looked at. */
const MAX_WORDS = 65_536;

/** undefined for what is too large, too deep or of too many parts to be a report of ours. Line ends may be LF, CRLF or CR. */
export async function readMail(raw: Uint8Array): Promise<ReadMail | undefined> {
  if (raw.byteLength > MAX_MAIL_BYTES) return undefined;
  const latin = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("latin1");
  const source = latin.replace(/\r\n?/g, "\n");
  if ((source.match(/^content-type:/gim)?.length ?? 0) > MAX_PARTS) return undefined;
  let parsed;
  try {
    parsed = await PostalMime.parse(Buffer.from(source, "latin1"), {
      forceRfc822Attachments: true,
      attachmentEncoding: "utf8",
      maxNestingDepth: MAX_DEPTH,
      maxHeadersSize: MAX_HEADER_BYTES,
    });
  } catch {
    return undefined;
  }
  const { headers, text, html, attachments } = parsed;
  const partsOf = (...types: readonly string[]) =>
    attachments.filter(({ mimeType }) => types.includes(mimeType)).map(contentOf);
  const body = spoken({ text, html, isWhole: attachments.length > 0, source });
  const { words, returned } = cutReturned(body);
  const attached = partsOf("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers");
  return {
    header: (name) => headers.find(({ key }) => key === name)?.value ?? "",
    words: words.slice(0, MAX_WORDS),
    statuses: partsOf("message/delivery-status", "message/global-delivery-status"),
    feedback: partsOf("message/feedback-report"),
    returned: attached.find((part) => part.trim() !== "") ?? returned,
  };
}

function contentOf({ content }: Attachment): string {
  return typeof content === "string" ? content : "";
}

type Body = {
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly isWhole: boolean;
  readonly source: string;
};

/** A mail whose parts can't be told apart is read as it stands: some servers lose a boundary on the way. */
function spoken({ text = "", html = "", isWhole, source }: Body): string {
  if (text.trim() !== "") return text;
  if (html.trim() !== "") return textOfHtml(html);
  return isWhole ? "" : source.slice(source.indexOf("\n\n") + 2);
}

/** How mail servers announce what they return within the text itself. */
const RETURNED =
  /^.{0,12}(?:(?:-{2,}|_{2,}|={2,}|\.{2,}).{0,40}\b(?:unsent message|message follows|returned|original|undelivered|copy of the message|headers?|begin message|message header)\b.*|(?:original )?message (?:headers )?follows?\.?|below (?:this line )?(?:is|are) (?:a copy|the (?:first|header)).*|received message:?|original message:?|the original message (?:follows|headers?).*)$/im;
/** The first lines of a message, where nobody announced it. */
const HEADERS = /^(?:received: (?:from|by|\(|id)|return-path: ?<).*$/im;

function cutReturned(body: string): { readonly words: string; readonly returned: string } {
  const found = [RETURNED, HEADERS].flatMap((pattern) => pattern.exec(body) ?? []);
  const at = body.search(RETURNED);
  const headersAt = body.search(HEADERS);
  const places = [at, headersAt].filter((place) => place > 0);
  if (found.length === 0 || places.length === 0) return { words: body, returned: "" };
  const place = Math.min(...places);
  return { words: body.slice(0, place), returned: body.slice(place) };
}
