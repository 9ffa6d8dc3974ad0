import type { RequestClient } from "twilio";
import type { Channel, OutgoingMessage, SendOutcome, SmsContent } from "#channels/channel.ts";
import { inFlight } from "#channels/in-flight.ts";
import type { PostRequest, ProviderAnswer } from "#channels/post-request.ts";
import { isPhoneNumber, isSmsSender } from "#channels/sms-address.ts";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";
import { classifyRefusal } from "./classify-answer.ts";

export type TwilioSettings = {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: Clock;
  readonly post: PostRequest;
  /** Where Twilio is reached; absent: as its client says. */
  readonly baseUrl?: string | undefined;
  readonly concurrency?: number;
  /** How long Twilio may keep a message that it can't hand over: 1 to 36,000 s, the most where it is absent. */
  readonly validitySeconds?: number;
};

const TIMEOUT_MS = 20 * SECOND_MS;
/** An answer is a message's resource: some hundred bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** Twilio's own limit, whatever the encoding (error 21617). */
const MOST_CHARACTERS = 1_600;

type Outgoing = OutgoingMessage<SmsContent>;

/**
 * Texts by Twilio's own client, over a request of ours: it can be ended at its time, and tells whether anything left. Twilio
 * knows no repeated key, so an answer that was lost stays unknown until a status callback tells (`statusUrl` names the message).
 */
export function twilioChannel(settings: TwilioSettings): Channel<SmsContent> {
  const verbs = inFlight<SmsContent>(async (message, { signal, isClosed }) => {
    const fault = faultOf(message);
    if (fault !== undefined) return { kind: "rejected", reason: fault, suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "sms_closed" : "sms_timeout" };
    return create(settings, message, signal);
  });

  return {
    name: "twilio",
    kind: "sms",
    limits: { concurrency: settings.concurrency ?? 20, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: 0 },
    ...verbs,
  };
}

/** What is wrong with a message before a byte of it leaves. */
function faultOf({ to, content }: Outgoing): string | undefined {
  if (!isPhoneNumber(to)) return "sms_recipient";
  if (!isSmsSender(content.from)) return "sms_sender";
  if (content.text === "") return "sms_empty";
  return content.text.length > MOST_CHARACTERS ? "sms_too_long" : undefined;
}

async function create(settings: TwilioSettings, message: Outgoing, signal: AbortSignal): Promise<SendOutcome> {
  const { accountSid, authToken, clock, validitySeconds } = settings;
  const { to, content } = message;
  const line = lineOf(settings, signal);
  try {
    // It costs a tenth of a second to load, and most processes never send a text.
    const { default: twilio } = await import("twilio");
    const { messages } = new twilio.Twilio(accountSid, authToken, { httpClient: line.client });
    const { sid } = await messages.create({
      to,
      from: content.from,
      body: content.text,
      // The sender replaced what it was allowed to, and its preview showed it: the provider changes nothing.
      smartEncoded: false,
      ...(content.statusUrl === undefined ? {} : { statusCallback: content.statusUrl }),
      ...(validitySeconds === undefined ? {} : { validityPeriod: validitySeconds }),
    });
    return sid === undefined
      ? { kind: "unknown", reason: "sms_answer_unreadable" }
      : { kind: "accepted", providerId: sid };
  } catch {
    // The cause's words hold the number.
    const answer = line.answer();
    if (answer === undefined) {
      return line.hasLeft()
        ? { kind: "unknown", reason: "sms_answer_lost" }
        : { kind: "deferred", reason: "sms_unreachable" };
    }
    if (answer.status < 300) return { kind: "unknown", reason: "sms_answer_unreadable" };
    return classifyRefusal(refusalOf(answer), clock.now());
  }
}

/** The one request of a try, in the shape of the client's own request maker. */
function lineOf({ post, baseUrl }: TwilioSettings, signal: AbortSignal) {
  let left = false;
  let answered: ProviderAnswer | undefined;
  const request: RequestClient["request"] = async ({ method, uri, username, password, headers, data }) => {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const asked = new URL(uri);
    answered = await post({
      url: baseUrl === undefined ? asked : new URL(`${asked.pathname}${asked.search}`, baseUrl),
      method: method === "get" ? "GET" : "POST",
      headers: { ...(headers as Record<string, string>), Authorization: authorization },
      body: new URLSearchParams(data ?? {}).toString(),
      signal,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      onLeaving: () => {
        left = true;
      },
    });
    return { statusCode: answered.status, body: JSON.parse(answered.text), headers: {} };
  };
  return {
    // The client asks its request maker for this alone.
    client: { request } as unknown as RequestClient,
    hasLeft: () => left,
    answer: () => answered,
  };
}

function refusalOf({ status, headers, text }: ProviderAnswer) {
  const retryAfter = Number(headers.get("retry-after") ?? Number.NaN);
  return {
    status,
    code: codeOf(text),
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter >= 0 ? retryAfter : undefined,
  };
}

function codeOf(body: string): number | undefined {
  try {
    const { code } = JSON.parse(body) as { readonly code?: unknown };
    return typeof code === "number" && Number.isInteger(code) && code > 0 ? code : undefined;
  } catch {
    return undefined;
  }
}
