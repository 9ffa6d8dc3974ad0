import type { Channel, SendOutcome } from "#channels/channel.ts";
import { composeEmail, type EmailIdentity } from "#channels/compose-email.ts";
import { reasonOf } from "./classify-reply.ts";
import { openSession } from "./session.ts";
import { sessionPool } from "./session-pool.ts";
import type { SmtpSettings } from "./settings.ts";

/**
 * E-mail over SMTP submission. A try is one transaction on a pooled connection and is never repeated here: a reply decides, and
 * a connection lost after the body is `unknown`. SMTP knows no idempotency key, so an `unknown` message may have been taken.
 * `limits.timeoutMs` is for the caller's signal; the settings' own time only bounds a silent server.
 */
export function smtpChannel(settings: SmtpSettings, identity: EmailIdentity): Channel {
  const pool = sessionPool({
    size: settings.connections,
    messagesPerSession: settings.messagesPerConnection,
    open: (signal) => openSession(settings, signal),
  });
  const inFlight = new Set<Promise<SendOutcome>>();

  const attempt: Channel["send"] = async (message, { signal }): Promise<SendOutcome> => {
    const composed = composeEmail(message, identity);
    if (!composed.ok) return { kind: "rejected", reason: `message: not sent, ${composed.error}`, suppress: false };
    let session;
    try {
      session = await pool.take(signal);
    } catch (cause) {
      return { kind: "deferred", reason: `connection: ${reasonOf(cause instanceof Error ? cause.message : "")}` };
    }
    const outcome = await session.deliver(composed.value, signal);
    pool.giveBack(session);
    return outcome;
  };

  return {
    name: "smtp",
    kind: "email",
    limits: { concurrency: settings.connections, timeoutMs: settings.timeoutMs * 2, idempotencyWindowMs: 0 },
    send: (message, options) => {
      const outcome = attempt(message, options).finally(() => inFlight.delete(outcome));
      inFlight.add(outcome);
      return outcome;
    },
    close: async () => {
      pool.close();
      await Promise.allSettled(inFlight);
    },
  };
}
