import type { Result } from "#kernel/result.ts";
import type { MessageContent } from "#channels/channel.ts";

/** Where a message stands. Drawn in docs/ARCHITECTURE.md. */
export type MessageState =
  | "planned"
  | "claimed"
  | "attempting"
  | "deferred"
  | "accepted"
  | "rejected"
  | "unknown_outcome"
  | "delivered"
  | "bounced"
  | "skipped";

/** Why a message that was planned is not sent. */
export type SkipReason =
  | "missed"
  | "erased"
  | "no_address"
  | "no_consent"
  | "suppressed"
  | "paused"
  | "same_address"
  | "same_household"
  | "capped"
  | "nothing_to_say"
  | "changed_choice"
  | "not_in_audience"
  | "exited"
  | "cancelled"
  /** No sender of the pool may write to the number. */
  | "no_sender"
  /** More than a text may be, or a letter's sheets hold. */
  | "too_long"
  /** The address does not fit into a letter's window. */
  | "address_too_long"
  /** The fonts lack letters of what would be printed. */
  | "not_printable"
  /** It can't be made: a dead letter, until somebody replays it. */
  | "poisoned"
  /** Due between a backup and its restore: it may have been sent (docs/backup.md). */
  | "restored";

/** A message in a worker's hands, with what it needs to know of customer and newsletter. */
export type ClaimedMessage = {
  readonly id: number;
  /** Later updates name it; another claim in between makes them change nothing. */
  readonly fence: number;
  readonly occurrenceOn: string;
  readonly channel: string;
  readonly dueAt: number;
  readonly attempts: number;
  readonly firstAttemptAt: number | null;
  /** Set once the message was attempted: it renders the same bytes from here on. */
  readonly templateId: number | null;
  readonly inputs: string | null;
  readonly customerId: number;
  readonly customerCode: string;
  readonly firstName: string | null;
  readonly locale: string;
  readonly zone: string;
  readonly birthOn: string | null;
  readonly address: string;
  readonly isTracked: number;
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly pausedFrom: string | null;
  readonly pausedUntil: string | null;
  readonly newsletterId: number;
  readonly newsletterCode: string;
  readonly messageClass: string;
};

/** A message that can be handed to a channel, and what must be remembered of it. */
export type PreparedMessage = {
  /** Epoch ms of the Date header: part of the inputs, so that a retry names the same. */
  readonly date: number;
  readonly templateId: number;
  /** JSON: with the template version it renders the same bytes again */
  readonly inputs: string;
  readonly bodyHash: string;
  /** Link row ids; the link byte of a token is the index. */
  readonly linkIds: readonly number[];
  readonly content: MessageContent;
  /** Epoch ms at which something that the message offers is over: from then on it is not tried again. */
  readonly offerEndsAt?: number;
};

/**
 * Where content comes from. Rooms above (offers, campaigns) may bring their own; a newsletter's is newsletter-content.ts.
 * Selection happens here, at the claim, so that it knows what happened until now.
 */
export type ContentSource = {
  /** What the vendor has not said yet, without which nothing can be written: due messages wait for it. */
  missing?(): Promise<"sender" | undefined>;
  prepare(messages: readonly ClaimedMessage[]): Promise<ReadonlyMap<number, Result<PreparedMessage, SkipReason>>>;
};
