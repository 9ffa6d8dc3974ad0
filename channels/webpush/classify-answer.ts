import type { SendOutcome } from "#channels/channel.ts";
import { instantOf } from "#kernel/calendar.ts";
import { DAY_MS, SECOND_MS } from "#kernel/clock.ts";
import type { ProviderAnswer } from "#channels/post-request.ts";

/** 413: the payload was more than this service takes. A shorter one may be. */
export const TOO_LARGE = 413;

/** Longer than this no service is waited for. */
const LONGEST_WAIT_MS = DAY_MS;

/**
 * What a push service's answer means (RFC 8030 §5 and §8, RFC 8292 §4.2). Gone is said by 404 and 410 alone; 400, 401 and 403
 * tell of our key, our clock or our request and cost nobody her subscription. A redirect is not followed: the address was
 * checked, the next one was not.
 */
export function classifyAnswer(
  { status, headers }: Pick<ProviderAnswer, "status" | "headers">,
  { key, now }: { key: string; now: number },
): SendOutcome {
  if (status >= 200 && status < 300) return { kind: "accepted", providerId: providerIdOf(headers) ?? key };
  if (status === 404 || status === 410) return { kind: "rejected", reason: "push_gone", suppress: true };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const retryAt = retryAtOf(headers.get("retry-after"), now);
    const reason = status === 429 ? "push_too_many" : `push_service_${status}`;
    return { kind: "deferred", reason, ...(retryAt === undefined ? {} : { retryAt }) };
  }
  return { kind: "rejected", reason: reasonOf(status), suppress: false };
}

function reasonOf(status: number): string {
  if (status === TOO_LARGE) return "push_too_large";
  if (status >= 300 && status < 400) return "push_moved";
  return status === 401 || status === 403 ? "push_sender_refused" : `push_refused_${status}`;
}

/** The message's own resource at the service (RFC 8030 §5): its last part, which names no subscriber. */
function providerIdOf(headers: Headers): string | undefined {
  const location = headers.get("location") ?? "";
  const id = /([\w.~:%=-]{1,256})\/?$/.exec(location)?.[1];
  return id === undefined || id === "" ? undefined : id;
}

/** Seconds or a date (RFC 9110 §10.2.3). */
function retryAtOf(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const at = /^\d{1,9}$/.test(text) ? now + Number(text) * SECOND_MS : instantOf(text);
  return at === undefined || at <= now ? undefined : Math.min(at, now + LONGEST_WAIT_MS);
}
