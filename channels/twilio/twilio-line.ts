import type { RequestClient } from "twilio";
import type { SendOutcome } from "#channels/channel.ts";
import type { PostRequest, ProviderAnswer } from "#channels/post-request.ts";
import type { Clock } from "#kernel/clock.ts";
import { classifyRefusal } from "./classify-answer.ts";

/** An account of Twilio's, and how requests reach it. */
export type TwilioAccount = {
  readonly accountSid: string;
  readonly authToken: string;
  readonly clock: Clock;
  readonly post: PostRequest;
  /** Where Twilio is reached; absent: as its client says. */
  readonly baseUrl?: string | undefined;
};

/** An answer is one resource: some hundred bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

type Twilio = InstanceType<(typeof import("twilio"))["Twilio"]>;

/**
 * One request by Twilio's own client, over a request of ours: it can be ended at its time, and tells whether anything left.
 * `create` asks for a resource and gives its id. Reasons begin with `name`, which is the channel's.
 */
export async function askTwilio(
  account: TwilioAccount,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
  create: (client: Twilio) => Promise<{ readonly sid?: string }>,
): Promise<SendOutcome> {
  const line = lineOf(account, signal);
  try {
    // It costs a tenth of a second to load, and most processes never need it.
    const { default: twilio } = await import("twilio");
    const { sid } = await create(new twilio.Twilio(account.accountSid, account.authToken, { httpClient: line.client }));
    return sid === undefined
      ? { kind: "unknown", reason: `${name}_answer_unreadable` }
      : { kind: "accepted", providerId: sid };
  } catch {
    // The cause's words hold the number.
    const answer = line.answer();
    if (answer === undefined) {
      return line.hasLeft()
        ? { kind: "unknown", reason: `${name}_answer_lost` }
        : { kind: "deferred", reason: `${name}_unreachable` };
    }
    if (answer.status < 300) return { kind: "unknown", reason: `${name}_answer_unreadable` };
    return classifyRefusal(refusalOf(answer), account.clock.now());
  }
}

/** The one request of a try, in the shape of the client's own request maker. */
function lineOf({ post, baseUrl }: TwilioAccount, signal: AbortSignal) {
  let left = false;
  let answered: ProviderAnswer | undefined;
  const request: RequestClient["request"] = async ({ method, uri, username, password, headers, data }) => {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const asked = new URL(uri);
    answered = await post({
      url: baseUrl === undefined ? asked : new URL(`${asked.pathname}${asked.search}`, baseUrl),
      method: method === "get" ? "GET" : "POST",
      headers: { ...(headers as Record<string, string>), Authorization: authorization },
      body: formOf(data),
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

/** A list is its name as often as it has values. */
function formOf(data: unknown): string {
  const fields = Object.entries((data ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]),
  );
  return new URLSearchParams(fields).toString();
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
