import type { Channel, EmailContent, SendOutcome } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import type { PostRequest } from "#channels/post-request.ts";
import { type Clock, HOUR_MS, SECOND_MS } from "#kernel/clock.ts";
import { classifyAnswer } from "./classify-answer.ts";
import { resendBody } from "./resend-body.ts";

export type EmailHttpSettings = {
  /** Of the provider, without a slash at its end. */
  readonly origin: string;
  readonly apiKey: string;
  /** A List-ID given as one label stands under it. */
  readonly sendingDomain: string;
  readonly clock: Clock;
  readonly post: PostRequest;
  readonly concurrency?: number;
};

export const RESEND_ORIGIN = "https://api.resend.com";
export const EMAIL_HTTP = "resend";

const TIMEOUT_MS = 20 * SECOND_MS;
const MAX_ANSWER_BYTES = 16_384;
/** "Idempotency keys expire after 24 hours" (Resend, "Idempotency Keys"). */
const KEY_WINDOW_MS = 24 * HOUR_MS;

/**
 * E-mail over HTTPS, for where no mail port is open. A try is one request under the message's key; the provider recognises the
 * key for 24 hours, so that a lost answer is asked for again with the same key and the same bytes and never makes a double.
 */
export function emailHttpChannel(settings: EmailHttpSettings): Channel {
  const verbs = inFlight<EmailContent>(async (message, { signal, isClosed }) => {
    const body = resendBody(message, settings.sendingDomain);
    if (!body.ok) return { kind: "rejected", reason: `message: not sent, ${body.error}`, suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "channel_closed" : "timeout" };
    return postOnce(settings, { key: message.key, body: body.value, signal });
  });

  return {
    name: EMAIL_HTTP,
    kind: "email",
    limits: { concurrency: settings.concurrency ?? 10, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: KEY_WINDOW_MS },
    ...verbs,
  };
}

type OneTry = { readonly key: string; readonly body: string; readonly signal: AbortSignal };

async function postOnce(
  { origin, apiKey, clock, post }: EmailHttpSettings,
  { key, body, signal }: OneTry,
): Promise<SendOutcome> {
  let hasLeft = false;
  const onLeaving = () => {
    hasLeft = true;
  };
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    "idempotency-key": key,
    "user-agent": "jumpstation",
  };
  try {
    const answer = await post({
      url: new URL(`${origin}/emails`),
      headers,
      body,
      signal,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      onLeaving,
    });
    return classifyAnswer(answer, clock.now());
  } catch {
    // The cause's words may hold anything.
    return hasLeft ? { kind: "unknown", reason: "answer_lost" } : { kind: "deferred", reason: "provider_unreachable" };
  }
}
