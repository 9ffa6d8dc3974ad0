import type { RequestClient } from "twilio";
import type { Channel, OutgoingMessage, SendOutcome, SmsContent } from "#channels/channel.ts";
import { isPhoneNumber, isSmsSender } from "#channels/sms-address.ts";
import { type Clock, SECOND_MS } from "#kernel/clock.ts";
import { classifyRefusal } from "./classify-answer.ts";

/** One request to Twilio. */
export type TwilioRequest = {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** To be called before the first byte of the request may have left: what fails earlier was surely not taken. */
  readonly onLeaving: () => void;
};

export type TwilioAnswer = { readonly status: number; readonly headers: Headers; readonly body: string };

/** How a request leaves, and its answer comes back: throws whatever went wrong. */
export type PostTwilio = (request: TwilioRequest) => Promise<TwilioAnswer>;

export type TwilioSettings = {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: Clock;
  readonly post: PostTwilio;
  readonly concurrency?: number;
  /** How long Twilio may keep a message that it can't hand over: 1 to 36,000 s, the most where it is absent. */
  readonly validitySeconds?: number;
};

const TIMEOUT_MS = 20 * SECOND_MS;
/** Twilio's own limit, whatever the encoding (error 21617). */
const MOST_CHARACTERS = 1_600;

type Outgoing = OutgoingMessage<SmsContent>;

/**
 * Texts by Twilio's own client, over a request of ours: it can be ended at its time, and tells whether anything left. Twilio
 * knows no repeated key, so an answer that was lost stays unknown until a status callback tells (`statusUrl` names the message).
 */
export function twilioChannel(settings: TwilioSettings): Channel<SmsContent> {
  const inFlight = new Set<Promise<SendOutcome>>();
  let isClosed = false;

  const attempt = async (message: Outgoing, signal: AbortSignal): Promise<SendOutcome> => {
    const fault = faultOf(message);
    if (fault !== undefined) return { kind: "rejected", reason: fault, suppress: false };
    if (isClosed || signal.aborted) return { kind: "deferred", reason: isClosed ? "sms_closed" : "sms_timeout" };
    return create(settings, message, signal);
  };

  return {
    name: "twilio",
    kind: "sms",
    limits: { concurrency: settings.concurrency ?? 20, timeoutMs: TIMEOUT_MS, idempotencyWindowMs: 0 },
    send: (message, { signal }) => {
      const outcome = attempt(message, signal).finally(() => inFlight.delete(outcome));
      inFlight.add(outcome);
      return outcome;
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled(inFlight);
    },
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
function lineOf({ post }: TwilioSettings, signal: AbortSignal) {
  let left = false;
  let answered: TwilioAnswer | undefined;
  const request: RequestClient["request"] = async ({ method, uri, username, password, headers, data }) => {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    answered = await post({
      url: new URL(uri),
      method: method === "get" ? "GET" : "POST",
      headers: { ...(headers as Record<string, string>), Authorization: authorization },
      body: new URLSearchParams(data ?? {}).toString(),
      signal,
      onLeaving: () => {
        left = true;
      },
    });
    return { statusCode: answered.status, body: JSON.parse(answered.body), headers: {} };
  };
  return {
    // The client asks its request maker for this alone.
    client: { request } as unknown as RequestClient,
    hasLeft: () => left,
    answer: () => answered,
  };
}

function refusalOf({ status, headers, body }: TwilioAnswer) {
  const retryAfter = Number(headers.get("retry-after") ?? Number.NaN);
  return {
    status,
    code: codeOf(body),
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
