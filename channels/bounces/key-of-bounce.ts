import { isMessageKey, keyOfReturnPath } from "#channels/return-path.ts";
import type { BounceEnvelope } from "./read-bounce.ts";
import type { ReadMail } from "./read-mail.ts";

/**
 * The message that a report is about: by the return path that it came back to, else by what it returned of the message. Whether
 * such a message was ever sent, only the owner of the keys can tell: a report may be anybody's invention.
 */
export function keyOfBounce(
  mail: ReadMail,
  { recipients, bounceDomain, sendingDomain }: BounceEnvelope,
): string | undefined {
  const { header, returned, words } = mail;
  const cameTo = [...recipients, ...["delivered-to", "x-original-to", "envelope-to", "to"].map(header)];
  for (const field of cameTo) {
    const key = keyOfReturnPath(addressIn(field), bounceDomain);
    if (key !== undefined) return key;
  }
  for (const text of [
    returned,
    header("in-reply-to"),
    header("references"),
    mail.statuses.join("\n"),
    mail.feedback.join("\n"),
    words,
  ]) {
    const key = keyInText(text, bounceDomain, sendingDomain);
    if (key !== undefined) return key;
  }
  return undefined;
}

const MAX_LOOKED_AT = 65_536;

/** Our own Message-ID or return path, wherever a report quotes it. */
function keyInText(text: string, bounceDomain: string, sendingDomain: string): string | undefined {
  for (const [, local = "", domain = ""] of text
    .slice(0, MAX_LOOKED_AT)
    .matchAll(/([\w+=.-]{1,100})@([\w.-]{1,253}\w)/g)) {
    const host = domain.toLowerCase();
    const key = host === sendingDomain ? local.toLowerCase() : keyOfReturnPath(`${local}@${host}`, bounceDomain);
    if (key !== undefined && isMessageKey(key) && key.length >= 20) return key;
  }
  return undefined;
}

function addressIn(field: string): string {
  return /<([^<>]{1,320})>/.exec(field)?.[1] ?? field;
}
