import type { SmtpCommand } from "./classify-diagnostic.ts";

const COMMANDS: ReadonlyArray<readonly [command: SmtpCommand, said: RegExp]> = [
  [
    "DATA",
    /(?:in reply to|after|in response to|like our (?:final )?)[ :(]*(?:end of )?data\b|after end of data|>>> data(?!.{0,2000}>>> (?:rcpt|mail))|\[data\]|\(data\)|end of data|for text command|smtp command data\b|\(state 1[578]\)|after \.|failed after i sent the message/i,
  ],
  [
    "RCPT",
    /(?:in reply to|after|in response to|like our)[ :(]*rcpt|smtp:rcpt|\(state 14\)|>>> rcpt|\[rcpt_to\]|after rcpt|does not like recipient/i,
  ],
  [
    "MAIL",
    /(?:in reply to|after|in response to|like our)[ :(]*mail\b|>>> mail|\[mail_from\]|does not like your sender|mail from:<[^>]*> size|\(state 13\)/i,
  ],
  [
    "CONNECT",
    /refused to talk|in reply to (?:helo|ehlo|initial)|after (?:initial connection|helo|ehlo)|like our (?:helo|ehlo)|>>> (?:helo|ehlo)/i,
  ],
];

const MAX_TEXT = 8_000;

/** The command whose answer a text tells of, "" where it does not say. */
export function commandIn(text: string): SmtpCommand {
  const line = text.slice(0, MAX_TEXT).replace(/\s+/g, " ");
  return COMMANDS.find(([, said]) => said.test(line))?.[0] ?? "";
}

/** The lines about a recipient: from where the address stands first to the next line that begins with another. */
export function wordsAbout(words: string, recipient: string): string {
  if (recipient === "") return "";
  const at = words.indexOf(recipient);
  if (at < 0) return "";
  const start = words.lastIndexOf("\n", at) + 1;
  const rest = words.slice(start);
  const next = [...rest.matchAll(/^[ \t]*["'<]?([^\s<>"',;:]{1,200}@[^\s<>"',;:]{1,200})/gm)].find(
    ([, address]) => address !== recipient && address !== `${recipient}.`,
  );
  return rest.slice(0, next?.index ?? rest.length);
}
