import type { MessageContent } from "#channels/channel.ts";
import type { Result } from "#kernel/result.ts";
import type { ClaimedMessage, SkipReason } from "#messages/message.ts";
import type { PreparedTemplate } from "#templates/merge-template.ts";
import type { MergeView } from "#templates/merge-view.ts";
import type { NewsletterFrame } from "./message-view.ts";

/** Everything that a message's bytes follow from. */
export type Composition = {
  readonly frame: NewsletterFrame;
  readonly message: Pick<ClaimedMessage, "id" | "occurrenceOn" | "address">;
  readonly template: PreparedTemplate;
  readonly view: MergeView;
  /** What `decide` said of it, at its first preparation. */
  readonly own?: unknown;
};

export type Composed = {
  readonly content: MessageContent;
  /** SHA-256 of what is said, base64url */
  readonly bodyHash: string;
};

/** How the words of a message become what one channel carries. */
export type Composer = {
  /**
   * What is decided once for each message and kept with its inputs, so that every try is the same: a text message's sender.
   * Absent where a channel needs nothing but the words.
   */
  decide?(messages: readonly ClaimedMessage[]): Promise<ReadonlyMap<number, Result<unknown, SkipReason>>>;
  /** The same composition gives the same bytes, from nothing else. A promise where the bytes take their time: a PDF. */
  compose(composition: Composition): Result<Composed, SkipReason> | Promise<Result<Composed, SkipReason>>;
};
