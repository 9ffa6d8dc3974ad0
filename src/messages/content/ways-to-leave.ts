import type { EmailContent } from "#channels/channel.ts";

/** RFC 6761 §6.3 and RFC 1122 §3.2.1.3: nobody else reaches these. */
const LOOPBACK = /^(127(\.\d+){3}|\[::1\]|localhost|.+\.localhost)$/;

/**
 * Marketing mail must not leave without a one-click unsubscribe, and that is https (RFC 8058 §3.1). Plain http is for trying out
 * on the own machine, where readers could not follow any link either. Throws with what has to be changed.
 */
export function refuseOpenHttp(publicUrl: string): void {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === "https:" || LOOPBACK.test(hostname)) return;
  throw new Error(
    "PUBLIC_URL must begin with https: without it no marketing mail can carry its one-click unsubscribe.",
  );
}

/**
 * What List-Unsubscribe names: the link, then the mailbox where the vendor has one. The mail's subject carries the token of the
 * link, so that whoever reads the mailbox knows the message, whatever address the mail comes from.
 */
export function waysToLeave(
  unsubscribeUrl: string,
  mailbox: string | undefined,
): Pick<EmailContent, "unsubscribeUrl" | "unsubscribeMailto"> {
  const token = unsubscribeUrl.slice(unsubscribeUrl.lastIndexOf("/") + 1);
  return {
    ...(unsubscribeUrl.startsWith("https:") ? { unsubscribeUrl } : {}),
    ...(mailbox === undefined ? {} : { unsubscribeMailto: `mailto:${mailbox}?subject=unsubscribe%20${token}` }),
  };
}
