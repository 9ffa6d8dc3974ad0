import { commandIn, wordsAbout } from "./find-words.ts";
import type { Notice } from "./notice.ts";

const MAX_RECIPIENTS = 20;
const ADDRESS = String.raw`([^\s<>"',;:()[\]]{1,200}@[^\s<>"',;:()[\]]{1,200})`;

/** How servers name whom a report is about: at the beginning of a line, or behind a word that says so. */
const NAMED: readonly RegExp[] = [
  new RegExp(
    String.raw`^[ \t]*(?:[245]\d\d[ \t-]+)?["'<]?${ADDRESS}[>"']?(?=[ \t]*(?:$|[:(\[]|\.{3}|on |was |could |\())`,
    "gim",
  ),
  new RegExp(
    String.raw`^.{0,60}(?:recipients?|rcpt to|deliver(?:ed|y)?(?: (?:your |the )?(?:mail|message))? to|undeliverable to|address(?:es)?|failed .{0,20}attempts|size)\b[^<@\n]{0,60}[:\s][<"']?${ADDRESS}`,
    "gim",
  ),
];

/**
 * A report that only people were meant to read. `failed` are the recipients that a header names
 * (X-Failed-Recipients); where nobody is named there is one notice, of whom nobody knows. Words
 * alone are not believed to be a mere notice of delay: that takes a machine's field.
 */
export function readFreeForm(words: string, failed: readonly string[]): readonly Notice[] {
  const named = recipientsIn(words);
  const recipients = (named.length > 0 ? named : failed).slice(0, MAX_RECIPIENTS);
  if (recipients.length <= 1) return [noticeOf(recipients[0] ?? "", words)];
  return recipients.map((recipient) => noticeOf(recipient, wordsAbout(words, recipient) || words));
}

function recipientsIn(words: string): readonly string[] {
  for (const pattern of NAMED) {
    const found = [...words.matchAll(pattern)].flatMap(([, address = ""]) =>
      address === "" ? [] : [address.replace(/\.$/, "")],
    );
    const own = found.filter((address) => !/^(?:mailer-daemon|postmaster|noreply|no-reply)@/i.test(address));
    if (own.length > 0) return [...new Set(own)];
  }
  return [];
}

function noticeOf(recipient: string, text: string): Notice {
  return { recipient, action: "", status: "", command: commandIn(text), text };
}
