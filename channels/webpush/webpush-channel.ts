import type { Channel, OutgoingMessage, PushContent, SendOutcome } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import type { PostRequest, ProviderAnswer } from "#channels/post-request.ts";
import { SECOND_MS, type Clock } from "#kernel/clock.ts";
import { classifyAnswer, TOO_LARGE } from "./classify-answer.ts";
import { encryptPush } from "./encrypt-push.ts";
import { arePushKeys } from "./push-keys.ts";
import { checkEndpoint, type PushServices } from "./push-service.ts";
import { type VapidKey, vapidSigner } from "./vapid.ts";

export type WebPushSettings = {
  /** The first one signs for subscriptions that name no key. */
  readonly keys: readonly [VapidKey, ...VapidKey[]];
  /** Where a service's people reach the sender: a mailto: or https: address (RFC 8292 §2.1). */
  readonly subject: string;
  /** Origins beside the known push services. */
  readonly services?: PushServices;
  readonly clock: Clock;
  readonly post: PostRequest;
  readonly concurrency?: number;
};

const TIMEOUT_MS = 20 * SECOND_MS;

type Outgoing = OutgoingMessage<PushContent>;
type Prepared = { readonly url: URL; readonly key: VapidKey };

/**
 * Push messages to browsers (RFC 8030), encrypted for each (RFC 8291), signed with the key that the subscription was made with
 * (RFC 8292). A try is one request; only a 413 is followed by one more, with the shorter payload. Push services know no
 * idempotency key: an answer that was lost is `unknown`.
 */
export function webPushChannel(settings: WebPushSettings): Channel<PushContent> {
  const { clock } = settings;
  const signed = vapidSigner(settings.subject);
  const verbs = inFlight<PushContent>(async (message, { signal, isClosed }) => {
    const prepared = prepare(settings, message);
    if (typeof prepared === "string") return { kind: "rejected", reason: prepared, suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "push_closed" : "push_timeout" };
    const authorization = signed({ key: prepared.key, audience: prepared.url.origin, now: clock.now() });
    const send = async (payload: string) =>
      postOnce({ settings, message, payload, authorization, url: prepared.url, signal });
    const { content, key } = message;
    let answer = await send(content.payload);
    const isShorter = content.shortPayload.length < content.payload.length;
    if ("status" in answer && answer.status === TOO_LARGE && isShorter) answer = await send(content.shortPayload);
    return "status" in answer ? classifyAnswer(answer, { key, now: clock.now() }) : answer;
  });

  return {
    name: "webpush",
    kind: "push",
    limits: { concurrency: settings.concurrency ?? 20, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: 0 },
    ...verbs,
  };
}

/** Everything that is wrong with a message before a byte of it leaves, or where it goes and under which key. */
function prepare({ keys, services }: WebPushSettings, { to, content }: Outgoing): Prepared | string {
  const url = checkEndpoint(to, services);
  if (!url.ok) return `push_endpoint_${url.error}`;
  if (!arePushKeys(content.keys)) return "push_keys";
  const { vapidKey = keys[0].id } = content;
  const key = keys.find(({ id }) => id === vapidKey);
  if (key === undefined) return "push_key_retired";
  if (content.topic !== undefined && !/^[\w-]{1,32}$/.test(content.topic)) return "push_topic";
  return { url: url.value, key };
}

type OneTry = {
  readonly settings: WebPushSettings;
  readonly message: Outgoing;
  readonly payload: string;
  readonly authorization: string;
  readonly url: URL;
  readonly signal: AbortSignal;
};

async function postOnce({
  settings,
  message,
  payload,
  authorization,
  url,
  signal,
}: OneTry): Promise<ProviderAnswer | SendOutcome> {
  const { headers, body } = await encryptPush({ ...message.content, payload, endpoint: message.to });
  let hasLeft = false;
  const onLeaving = () => {
    hasLeft = true;
  };
  try {
    return await settings.post({
      url,
      headers: { ...headers, Authorization: authorization },
      body,
      signal,
      maxAnswerBytes: 0,
      onLeaving,
    });
  } catch {
    // The cause's words may hold the endpoint, which is an address and a secret at once.
    return hasLeft ? { kind: "unknown", reason: "push_answer_lost" } : { kind: "deferred", reason: "push_unreachable" };
  }
}
