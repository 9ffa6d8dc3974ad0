import PostalMime, { type Email } from "postal-mime";
import type { Channel } from "#channels/channel.ts";
import { fetchMail } from "./fetch-mail.ts";
import { DIRECT, type LivedProgramme, livedProgramme, LOCALES, mailboxOf, NEWSLETTERS } from "./lived-programme.ts";
import { channelTo, type SendingDomain, sendingDomain } from "./signed-channel.ts";
import { type MailServer, startMailServer } from "./start-mail-server.ts";

/** One mail as it lies in its mailbox. */
export type ArrivedMail = {
  readonly what: string;
  readonly locale: string;
  readonly raw: Buffer;
  readonly email: Email;
};

export type Receiver = {
  readonly server: MailServer;
  readonly domain: SendingDomain;
  readonly channel: Channel;
  readonly programme: LivedProgramme;
  /** Every newsletter and every direct message in every language, fetched over IMAP. */
  readonly mails: readonly ArrivedMail[];
};

/** A mail server of Debian's, to which the demo's vendor has sent all that was due. */
export async function openReceiver(): Promise<Receiver> {
  const programme = await livedProgramme();
  const server = await startMailServer();
  const domain = sendingDomain();
  const channel = channelTo(server, domain.identity);
  const receiver = { server, domain, channel, programme, mails: [] };
  try {
    await programme.send(channel);
    await server.delivered();
    return { ...receiver, mails: await allMails(server) };
  } catch (cause) {
    await closeReceiver(receiver);
    throw cause;
  }
}

async function allMails(server: MailServer): Promise<readonly ArrivedMail[]> {
  const mails: ArrivedMail[] = [];
  for (const what of [...NEWSLETTERS, ...DIRECT]) {
    for (const locale of LOCALES) {
      for (const raw of await fetchMail(server, mailboxOf(what, locale)))
        mails.push({ what, locale, raw, email: await PostalMime.parse(raw) });
    }
  }
  return mails;
}

export async function closeReceiver({ channel, server, programme }: Receiver): Promise<void> {
  await channel.close();
  await server.stop();
  await programme.store.close();
}

/** Without what the servers on the way wrote on top. */
export function asSent(raw: Buffer): string {
  const text = raw.toString("latin1");
  const trace = /^(?:Return-Path|Delivered-To|Received):(?:[^\r\n]*\r?\n)(?:[ \t][^\r\n]*\r?\n)*/i;
  let sent = text;
  while (trace.test(sent)) sent = sent.replace(trace, "");
  return sent;
}

/** The fields of a name, unfolded. */
export function fieldsOf({ raw }: Pick<ArrivedMail, "raw">, name: string): readonly string[] {
  const head = raw.toString("latin1").split(/\r\n\r\n/, 1)[0] ?? "";
  const lines = head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
  const prefix = `${name.toLowerCase()}:`;
  return lines.filter((line) => line.toLowerCase().startsWith(prefix)).map((line) => line.slice(prefix.length).trim());
}
