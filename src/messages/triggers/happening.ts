import type { Attributes } from "#content/product.ts";
import type { Store } from "#store/store.ts";

/** Something that may let a customer into a trigger, from whichever log it comes. */
export type Happening = {
  /** Grows within its log, and is never given twice. */
  readonly id: number;
  /** What triggers listen for: an event's name, a segment's code with the change, a topic. */
  readonly subject: string;
  readonly customerId: number;
  /** epoch ms, as its teller says */
  readonly at: number;
  /** epoch ms, when it became known here */
  readonly knownAt: number;
  /** Names this happening for good: told again, corrected or moved to another customer, it stays the same. */
  readonly key: string;
  /** It came with an import, or because a rule changed: nothing happened just now. */
  readonly isHistory: boolean;
  readonly properties: Attributes;
};

export type LogName = "events" | "segments" | "consents";

/** A table that only grows, read in the order of its ids. */
export type TriggerLog = {
  readonly name: LogName;
  /** The newest id, 0 where there is none. */
  newest(store: Store): Promise<number>;
  /** The last id that was known before `at`, by a search over the primary key: logs have no index on time. */
  idBefore(store: Store, at: number): Promise<number>;
  /** What happened at ids in (`after`, `upTo`] to these subjects, in order. */
  read(store: Store, range: LogRange): Promise<readonly Happening[]>;
};

export type LogRange = { readonly after: number; readonly upTo: number; readonly subjects: readonly string[] };
