import type { ChannelLimits, SendOutcome } from "#channels/channel.ts";
import type { Random } from "#kernel/random.ts";
import { nextTryAt } from "#messages/schedule/retry.ts";
import type { Outcome } from "./attempt-statements.ts";

export type TriedMessage = {
  readonly id: number;
  readonly fence: number;
  /** tries made, this one included */
  readonly tries: number;
  readonly firstTriedAt: number;
  readonly messageClass: string;
};

type Known = { readonly now: number; readonly random: Random; readonly limits: ChannelLimits };

/** A margin before a provider forgets a key: its clock is not ours. */
const WINDOW_MARGIN_MS = 60_000;

/** What becomes of a row after a try: pure. */
export function decideOutcome(message: TriedMessage, result: SendOutcome, known: Known): Outcome {
  const { id, fence } = message;
  switch (result.kind) {
    case "accepted":
      return { id, fence, state: "accepted", providerId: result.providerId };
    case "rejected":
      return { id, fence, state: "rejected", reason: result.reason };
    case "deferred":
      return decideDeferred(message, result, known);
    case "unknown":
      return decideUnknown(message, known);
  }
}

function decideDeferred(
  message: TriedMessage,
  result: Extract<SendOutcome, { kind: "deferred" }>,
  { now, random }: Known,
): Outcome {
  const { id, fence, tries, firstTriedAt } = message;
  const dueAt = nextTryAt({ tries, firstTriedAt, now, providerRetryAt: result.retryAt }, random);
  return dueAt === undefined
    ? { id, fence, state: "rejected", reason: "gave_up" }
    : { id, fence, state: "deferred", reason: result.reason, dueAt };
}

/**
 * The bytes left and no answer came. A provider that knows our key may be asked again with the same key and the same bytes
 * while it remembers it; otherwise marketing is never sent twice, and a transactional message once more (at the price of a
 * possible double that is counted by its state's history).
 */
export function decideUnknown(message: TriedMessage, { now, limits }: Pick<Known, "now" | "limits">): Outcome {
  const { id, fence, tries, firstTriedAt, messageClass } = message;
  const isKeyKnown = now < firstTriedAt + limits.idempotencyWindowMs - WINDOW_MARGIN_MS;
  if (isKeyKnown && tries < 10) return { id, fence, state: "deferred", reason: "same_key_again", dueAt: now };
  if (messageClass === "transactional" && tries < 2 && limits.idempotencyWindowMs === 0) {
    return { id, fence, state: "deferred", reason: "sent_once_more", dueAt: now };
  }
  return { id, fence, state: "unknown_outcome", reason: "answer_lost" };
}
