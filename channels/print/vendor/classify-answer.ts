import type { SendOutcome } from "#channels/channel.ts";
import type { ProviderAnswer } from "#channels/post-request.ts";
import { SECOND_MS } from "#kernel/clock.ts";

type Told = { readonly id?: unknown; readonly code?: unknown };

const MAX_WAIT_SECONDS = 86_400;

/** The vendor's one word that suppresses: its carrier knows no such address. */
const NO_SUCH_ADDRESS = "undeliverable_address";

/**
 * What the vendor's answer means. Its words may repeat an address, so that only the code of its error is kept. What is wrong
 * with the account is nobody's letter's fault: it waits. A key that is in use was heard before, and a 5xx leaves open whether the
 * letter was taken: only its key may ask again.
 */
export function classifyAnswer({ status, headers, text }: ProviderAnswer, now: number): SendOutcome {
  const told = readObject(text);
  if (status >= 200 && status < 300) {
    return typeof told?.id === "string" && /^[\w-]{1,100}$/.test(told.id)
      ? { kind: "accepted", providerId: told.id }
      : { kind: "unknown", reason: "provider_answer" };
  }
  const code = typeof told?.code === "string" && /^[a-z_]{1,60}$/.test(told.code) ? told.code : "provider_error";
  const reason = `${code}_${status}`;
  if (status === 409 || status >= 500) return { kind: "unknown", reason };
  if (status === 400 || status === 413 || status === 415 || status === 422) {
    return { kind: "rejected", reason, suppress: code === NO_SUCH_ADDRESS };
  }
  const seconds = headers.get("retry-after") ?? "";
  const retryAt = /^\d{1,6}$/.test(seconds) ? now + Math.min(Number(seconds), MAX_WAIT_SECONDS) * SECOND_MS : undefined;
  return { kind: "deferred", reason, ...(retryAt === undefined ? {} : { retryAt }) };
}

function readObject(text: string): Told | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
