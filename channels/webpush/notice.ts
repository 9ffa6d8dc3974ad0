/** What a push message shows, before it is JSON for the service worker. */
export type Notice = {
  readonly title: string;
  readonly body: string;
  /** Where a click leads: one of our own signed addresses. Anything else leads to her own page. */
  readonly url: string;
  /** A later notice of the same tag takes the place of an earlier one that is still shown. */
  readonly tag: string;
  /** BCP 47 */
  readonly language: string;
};

export type NoticePayloads = { readonly payload: string; readonly shortPayload: string };

/** Services must take 4,096 bytes of body, some carry less on to the device: with this there is room everywhere (RFC 8030 §7.2). */
const MAX_BYTES = 2_000;
const SHORT_BYTES = 400;
/** As our links are: one letter for the kind, a token of 35 characters. */
const OWN_PATH = /^\/[jcvp]\/[\w-]{35}$/;

/**
 * The payload and its short form. The address is reduced to its path, and only where it is one of ours: the service worker puts
 * its own origin before it, so that no payload can open a foreign page.
 */
export function noticePayloads(notice: Notice, publicUrl: string): NoticePayloads {
  return { payload: fitted(notice, publicUrl, MAX_BYTES), shortPayload: fitted(notice, publicUrl, SHORT_BYTES) };
}

function fitted(notice: Notice, publicUrl: string, maxBytes: number): string {
  const title = cut(oneLine(notice.title), Math.floor(maxBytes / 4));
  const fixed = { v: 1, p: ownPath(notice.url, publicUrl), k: notice.tag, l: notice.language };
  const frame = bytesOf({ ...fixed, t: title, b: "" });
  return JSON.stringify({ ...fixed, t: title, b: cut(oneLine(notice.body), maxBytes - frame) });
}

function ownPath(url: string, publicUrl: string): string {
  const origin = new URL(publicUrl).origin;
  if (!url.startsWith(`${origin}/`)) return "";
  const path = url.slice(origin.length);
  return OWN_PATH.test(path) ? path : "";
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
}

/** The longest beginning that takes no more bytes inside JSON, ended by an ellipsis where something is missing. */
function cut(text: string, maxBytes: number): string {
  if (bytesOf(text) - 2 <= maxBytes) return text;
  const signs = Array.from(text);
  let bytes = bytesOf("…") - 2;
  const kept: string[] = [];
  for (const sign of signs) {
    bytes += bytesOf(sign) - 2;
    if (bytes > maxBytes) break;
    kept.push(sign);
  }
  return kept.length === 0 ? "" : `${kept.join("").trimEnd()}…`;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), "utf8");
}
