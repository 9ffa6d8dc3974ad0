import type { Channel, OutgoingMessage, SendOutcome } from "#channels/channel.ts";
import { composeEmail, type EmailIdentity } from "#channels/compose-email.ts";
import { actOut } from "./act-out.ts";
import { boundedMailbox, type Mailbox, type MailboxBounds } from "./mailbox.ts";

/** How the simulated provider treats one try. `lose` takes the message and says nothing; the two that hang wait for the signal. */
export type SimulatedTreatment =
  | { readonly kind: "accept" }
  | { readonly kind: "defer"; readonly reason: string; readonly retryAt?: number }
  | { readonly kind: "reject"; readonly reason: string; readonly suppress: boolean }
  | { readonly kind: "lose" }
  | { readonly kind: "hang"; readonly haveBytesLeft: boolean };

export type MemoryChannelSettings = {
  readonly identity: EmailIdentity;
  readonly bounds?: MailboxBounds;
  /** Decides each try; everything is accepted where it is absent. */
  readonly treat?: (message: OutgoingMessage) => SimulatedTreatment;
};

const BOUNDS: MailboxBounds = { maxMessages: 5_000, maxBytes: 64 * 1024 * 1024 };

/**
 * E-mail into a mailbox in memory, for a first run and for tests: composed and signed like any other, so that the mailbox
 * shows what would have gone out. Like an SMTP server it recognises no repeated key: a double shows as a double.
 */
export function memoryChannel(settings: MemoryChannelSettings): Channel & { readonly mailbox: Mailbox } {
  const mailbox = boundedMailbox(settings.bounds ?? BOUNDS);
  const treat = settings.treat ?? (() => ({ kind: "accept" }) as const);
  let isClosed = false;

  const take = (
    message: OutgoingMessage,
    email: { readonly raw: Buffer; readonly envelope: { from: string; to: string } },
  ) =>
    mailbox.receive({
      messageNumber: message.messageNumber,
      key: message.key,
      date: message.date,
      subject: message.content.subject,
      envelope: email.envelope,
      raw: email.raw,
    });

  const send: Channel["send"] = async (message, { signal }): Promise<SendOutcome> => {
    const composed = composeEmail(message, settings.identity);
    if (!composed.ok) return { kind: "rejected", reason: `message: not sent, ${composed.error}`, suppress: false };
    if (isClosed) return { kind: "deferred", reason: "connection: the channel is closed" };
    if (signal.aborted) return { kind: "deferred", reason: "connection: given up before connecting" };
    return actOut(treat(message), () => `memory-${take(message, composed.value).arrival}`, signal);
  };

  return {
    name: "memory",
    kind: "email",
    limits: { concurrency: 64, timeoutMs: 10_000, idempotencyWindowMs: 0 },
    mailbox,
    send,
    close: async () => {
      isClosed = true;
    },
  };
}
