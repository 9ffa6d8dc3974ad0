import { MAX_MAIL_BYTES } from "#channels/bounces/read-mail.ts";
import { type EmailDeps, receiveEmail } from "#messages/reports/receive-email.ts";

/** What of a routed mail is looked at. */
export type RoutedEmail = {
  /** RCPT TO */
  readonly to: string;
  readonly rawSize: number;
  readonly raw: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> };
  };
};

/** Reads a routed mail as far as a report may be long, whatever it says of its size. */
export async function takeEmail(deps: EmailDeps, { to, raw, rawSize }: RoutedEmail): Promise<void> {
  const parts: Uint8Array[] = [];
  let size = rawSize;
  if (rawSize <= MAX_MAIL_BYTES) {
    size = 0;
    const reader = raw.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      size += value.byteLength;
      if (size > MAX_MAIL_BYTES) {
        await reader.cancel();
        break;
      }
      parts.push(value);
    }
  }
  if (size > MAX_MAIL_BYTES) deps.onReport?.({ provider: "mailbox", verdict: "none", outcome: "unreadable" });
  else await receiveEmail(deps, { raw: Buffer.concat(parts), recipients: [to] });
}
