import { isoOf } from "#kernel/calendar.ts";
import type { OutboundDeps } from "#outbound/outbound-deps.ts";
import { guardedFetch } from "#web/outgoing/guarded-fetch.ts";
import { type DeliveryAnswer, faultWord } from "./decide-delivery.ts";
import { signWebhook } from "./sign-webhook.ts";

export type WebhookPost = {
  readonly url: string;
  readonly keys: readonly Uint8Array[];
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly at: number;
    readonly data: Readonly<Record<string, unknown>>;
  };
  /** Ends the try early: the process stops. */
  readonly signal?: AbortSignal;
};

/** Standard Webhooks asks for 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;
/** An answer is its status; what else stands in it is not read. */
const MAX_ANSWER_BYTES = 65_536;

/** One try: the body is signed anew with this try's time, under the id that stays. */
export async function postWebhook(
  { clock, outgoing }: Pick<OutboundDeps, "clock" | "outgoing">,
  { url, keys, event, signal }: WebhookPost,
): Promise<DeliveryAnswer> {
  const timestamp = Math.floor(clock.now() / 1_000);
  const body = JSON.stringify({ type: event.type, timestamp: isoOf(event.at), data: event.data });
  const answered = await guardedFetch(outgoing, {
    url,
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "Jumpstation-Webhooks/1",
      "webhook-id": event.id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signWebhook(keys, { id: event.id, timestamp, body }),
    },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
    ...(signal === undefined ? {} : { signal }),
  });
  if (!answered.ok) return { kind: "failed", fault: faultWord(answered.error) };
  const { status, headers } = answered.value;
  await answered.value.body.cancel();
  return { kind: "answered", status, retryAfterMs: retryAfterOf(headers) };
}

/** Seconds only (RFC 9110 §10.2.3): a date would be by the receiver's clock. */
function retryAfterOf(headers: Headers): number {
  const text = headers.get("retry-after") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : 0;
}
