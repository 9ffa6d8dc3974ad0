import type { Channel, OutgoingMessage, PrintContent, SendOutcome } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import type { PostRequest } from "#channels/post-request.ts";
import { parsePostalText, type PostalAddress } from "#channels/postal-address.ts";
import { type Clock, HOUR_MS, SECOND_MS } from "#kernel/clock.ts";
import { classifyAnswer } from "./classify-answer.ts";
import { multipart } from "./multipart.ts";

export type VendorSettings = {
  /** Of the vendor, without a slash at its end. */
  readonly origin: string;
  readonly apiKey: string;
  readonly clock: Clock;
  readonly post: PostRequest;
  readonly concurrency?: number;
};

export const PRINT_VENDOR = "print-vendor";

const TIMEOUT_MS = 60 * SECOND_MS;
const MAX_ANSWER_BYTES = 16_384;
const KEY_WINDOW_MS = 24 * HOUR_MS;

/**
 * A house that prints and posts: the finished PDF in a form, under the message's key, by which a repeated request is known for a
 * day (docs/letters.md has the whole of what is expected of it). The address stands on the paper; it is told beside it as well,
 * for houses that sort by postcode.
 */
export function vendorChannel(settings: VendorSettings): Channel<PrintContent> {
  const verbs = inFlight<PrintContent>(async (message, { signal, isClosed }) => {
    const address = parsePostalText(message.to);
    if (address === undefined) return { kind: "rejected", reason: "postal_address", suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "channel_closed" : "timeout" };
    return postOnce(settings, { message, address, signal });
  });
  return {
    name: PRINT_VENDOR,
    kind: "print",
    limits: { concurrency: settings.concurrency ?? 4, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: KEY_WINDOW_MS },
    ...verbs,
  };
}

type OneTry = {
  readonly message: OutgoingMessage<PrintContent>;
  readonly address: PostalAddress;
  readonly signal: AbortSignal;
};

async function postOnce({ origin, apiKey, clock, post }: VendorSettings, one: OneTry): Promise<SendOutcome> {
  const { key } = one.message;
  let hasLeft = false;
  const onLeaving = () => {
    hasLeft = true;
  };
  const boundary = `jumpstation-${key}`;
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": `multipart/form-data; boundary=${boundary}`,
    "idempotency-key": key,
    "user-agent": "jumpstation",
  };
  try {
    const answer = await post({
      url: new URL(`${origin}/letters`),
      headers,
      body: formOf(boundary, one),
      signal: one.signal,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      onLeaving,
    });
    return classifyAnswer(answer, clock.now());
  } catch {
    // The cause's words may hold anything.
    return hasLeft ? { kind: "unknown", reason: "answer_lost" } : { kind: "deferred", reason: "provider_unreachable" };
  }
}

function formOf(boundary: string, { message, address }: OneTry): Uint8Array<ArrayBuffer> {
  const { key, content } = message;
  const letter = { reference: key, format: content.format, sheets: content.sheets, to: address };
  return multipart(boundary, [
    { name: "letter", contentType: "application/json", body: JSON.stringify(letter) },
    { name: "file", contentType: "application/pdf", fileName: `${key}.pdf`, body: content.pdf },
  ]);
}
