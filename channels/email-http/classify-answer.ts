import type { SendOutcome } from "#channels/channel.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import type { ProviderAnswer } from "#channels/post-request.ts";

type Told = { readonly id?: unknown; readonly name?: unknown; readonly message?: unknown };

const MAX_WAIT_SECONDS = 86_400;

/**
 * What the provider's answer means (Resend, API reference "Errors"). Its words may repeat an address, so that only the name of
 * the error is kept. What is wrong with the account or its quota is nobody's message's fault: it waits. A key that was used
 * with another body, or is in use, was heard before. A 5xx leaves open whether the message was taken: only its key may ask again.
 */
export function classifyAnswer(answer: ProviderAnswer, now: number): SendOutcome {
  const { status } = answer;
  const told = bodyOf(answer.text);
  if (status >= 200 && status < 300) {
    return typeof told?.id === "string" && /^[\w-]{1,100}$/.test(told.id)
      ? { kind: "accepted", providerId: told.id }
      : { kind: "unknown", reason: "provider_answer" };
  }
  const reason = reasonOf(status, told);
  if (status === 409 || status >= 500) return { kind: "unknown", reason };
  if (status === 400 || status === 413 || status === 422) {
    return { kind: "rejected", reason, suppress: status === 422 && isAboutRecipient(told) };
  }
  // 451 is its word for a message that it found dangerous.
  if (status === 451) return { kind: "rejected", reason, suppress: false };
  const retryAt = retryAtOf(answer.headers, now);
  return { kind: "deferred", reason, ...(retryAt === undefined ? {} : { retryAt }) };
}

function bodyOf(text: string): Told | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(status: number, told: Told | undefined): string {
  const name = typeof told?.name === "string" && /^[a-z_]{1,60}$/.test(told.name) ? told.name : "provider_error";
  return `${name}_${status}`;
}

/** "Invalid `to` field": an address that the provider takes for none. */
function isAboutRecipient(told: Told | undefined): boolean {
  return typeof told?.message === "string" && /\binvalid [`'"]?to[`'"]? field/i.test(told.message.slice(0, 200));
}

/** Retry-After in seconds (RFC 9110 §10.2.3), as the provider gives it. */
function retryAtOf(headers: Headers, now: number): number | undefined {
  const seconds = headers.get("retry-after") ?? "";
  return /^\d{1,6}$/.test(seconds) ? now + Math.min(Number(seconds), MAX_WAIT_SECONDS) * SECOND_MS : undefined;
}
