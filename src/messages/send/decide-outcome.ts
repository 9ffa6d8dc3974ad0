import type { ChannelLimits, SendOutcome } from "#channels/channel.ts";
import type { Random } from "#kernel/random.ts";
import { nextTryAt, RETRY_WINDOW_MS } from "#messages/schedule/retry.ts";
import type { Outcome } from "./attempt-statements.ts";

export type TriedMessage = {
  readonly id: number;
  readonly fence: number;
  /** tries made, this one included */
  readonly tries: number;
  readonly firstTriedAt: number;
  readonly messageClass: string;
  /** An earlier try's answer was lost: the message may have gone, and only its key keeps another try from doubling it. */
  readonly mayHaveGone?: boolean;
  /** The same, of a provider that knows no key: this is the one more try that policy allows, and only there. */
  readonly isOnceMore?: boolean;
  /** Epoch ms at which what it offers is over. */
  readonly offerEndsAt?: number | undefined;
};

type Known = { readonly now: number; readonly random: Random; readonly limits: ChannelLimits };

/** A margin before a provider forgets a key: its clock is not ours. */
const WINDOW_MARGIN_MS = 60_000;

/** The row's reason while a lost answer is asked for again by its key. */
export const SAME_KEY_AGAIN = "same_key_again";

/** The row's reason while a transactional message whose answer was lost is sent once more. */
export const ONCE_MORE = "sent_once_more";

/** The reason of a row that nobody took for as long as it is tried. */
export const GAVE_UP = "gave_up";

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
  known: Known,
): Outcome {
  const { id, fence } = message;
  const dueAt = againAt(message, known, result.retryAt);
  if (dueAt === undefined) return givenUp(message);
  return { id, fence, state: "deferred", reason: boundBy(message) ?? result.reason, dueAt };
}

/**
 * The bytes left and no answer came. A provider that knows our key is asked again, on the schedule of all retries, with the
 * same key and the same bytes while it remembers it; otherwise marketing is never sent twice, and a transactional message
 * once more (at the price of a possible double that is counted by its state's history).
 */
export function decideUnknown(message: TriedMessage, known: Known): Outcome {
  const { id, fence, tries, messageClass } = message;
  const isKeyed = known.limits.idempotencyWindowMs > 0;
  if (!isKeyed && (messageClass !== "transactional" || tries > 1)) return givenUp({ id, fence, mayHaveGone: true });
  const dueAt = againAt({ ...message, mayHaveGone: isKeyed }, known);
  if (dueAt === undefined) return givenUp({ id, fence, mayHaveGone: true });
  return { id, fence, state: "deferred", reason: isKeyed ? SAME_KEY_AGAIN : ONCE_MORE, dueAt };
}

/**
 * A retry that is due is not always still worth it: while nobody sent, its 48 hours, its offer or the provider's memory of its
 * key may have ended, or another provider have taken over, which never knew the key. undefined where it may be tried.
 */
export function decideTooLate(
  message: TriedMessage & { readonly isSameProvider: boolean },
  { now, limits }: Pick<Known, "now" | "limits">,
): Outcome | undefined {
  if (message.tries === 0) return undefined;
  const isForgotten = boundBy(message) !== undefined && !message.isSameProvider;
  if (isForgotten) return givenUp({ ...message, mayHaveGone: true });
  return now >= lastMoment(message, limits) ? givenUp(message) : undefined;
}

/** What must be remembered of an earlier try as long as the row is tried: only its own provider can keep it from being doubled. */
function boundBy({ mayHaveGone, isOnceMore }: TriedMessage): string | undefined {
  if (mayHaveGone === true) return SAME_KEY_AGAIN;
  return isOnceMore === true ? ONCE_MORE : undefined;
}

function againAt(message: TriedMessage, { now, random, limits }: Known, providerRetryAt?: number): number | undefined {
  const { tries, firstTriedAt } = message;
  return nextTryAt({ tries, firstTriedAt, now, providerRetryAt, offerEndsAt: lastMoment(message, limits) }, random);
}

/** From this instant on another try is senseless, or could double the message. */
function lastMoment({ firstTriedAt, offerEndsAt, mayHaveGone }: TriedMessage, limits: ChannelLimits): number {
  const forgottenAt = mayHaveGone === true ? limits.idempotencyWindowMs - WINDOW_MARGIN_MS : RETRY_WINDOW_MS;
  return Math.min(firstTriedAt + Math.min(forgottenAt, RETRY_WINDOW_MS), offerEndsAt ?? Infinity);
}

function givenUp({ id, fence, mayHaveGone }: Pick<TriedMessage, "id" | "fence" | "mayHaveGone">): Outcome {
  return mayHaveGone === true
    ? { id, fence, state: "unknown_outcome", reason: "answer_lost" }
    : { id, fence, state: "rejected", reason: GAVE_UP };
}
