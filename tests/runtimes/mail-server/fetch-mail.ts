import { ImapFlow } from "imapflow";
import { IMAP_PASSWORD } from "./mail-server-files.ts";
import type { MailServer } from "./start-mail-server.ts";

/** All mails of a mailbox as raw bytes, over IMAP, oldest first. */
export async function fetchMail(server: MailServer, address: string): Promise<readonly Buffer[]> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: server.imapPort,
    secure: false,
    auth: { user: address, pass: IMAP_PASSWORD },
    logger: false,
  });
  await client.connect();
  const lock = await client.getMailboxLock("INBOX");
  try {
    const mails = await client.fetchAll("1:*", { source: true });
    return mails.map(({ source }) => source ?? Buffer.alloc(0));
  } finally {
    lock.release();
    await client.logout();
  }
}
