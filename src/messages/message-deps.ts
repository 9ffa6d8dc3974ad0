import type { Channel, MessageContent } from "#channels/channel.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Random } from "#kernel/random.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import type { HoursOf } from "./claim/claim-messages.ts";
import type { Cap } from "./claim/claim-statements.ts";
import type { ContentSource } from "./message.ts";
import type { QuietHours } from "./schedule/quiet-hours.ts";
import type { Traffic } from "./traffic/traffic.ts";

export type MessageDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly secret: Secret;
  /** By the channel's name in message rows: "email", … */
  readonly channels: ReadonlyMap<string, Channel<MessageContent>>;
  readonly content: ContentSource;
  readonly policy: SendingPolicy;
  /** Hours of single channels, as the vendor set them now; asked once a turn. */
  readonly hoursOf?: (() => Promise<HoursOf>) | undefined;
  /** How mail is led past receivers; absent: every address has one of its own. */
  readonly traffic?: Traffic | undefined;
  /** Where a failure goes that nobody waits for: ids and codes only. */
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
};

/** What the vendor decided for all programmes. A customer's own choice can only be stricter. */
export type SendingPolicy = {
  readonly cap?: Cap;
  readonly quietHours: readonly QuietHours[];
  /** How far ahead occurrences become rows. */
  readonly planAheadMs: number;
  /** Longer than the total time of one try, so that no second worker takes a row in use. */
  readonly leaseMs: number;
  /**
   * Further than this the clock may not be ahead of all that was planned: then planning waits until the clock has run evenly for
   * as long. Absent where somebody else moves the clock.
   */
  readonly maxJumpMs?: number;
  /** Where a reader may also write to leave, beside the link: a mailbox that somebody reads. */
  readonly unsubscribeMailbox?: string;
};

/** Channels that have a sender. */
export function openChannels({ channels }: Pick<MessageDeps, "channels">): readonly string[] {
  return [...channels.keys()];
}
