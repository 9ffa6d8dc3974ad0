import type { Store } from "#store/store.ts";
import type { EventType } from "./event-types.ts";

/** Something that happened, as it is told: codes and numbers, never a name or an address. */
export type Happening = {
  readonly type: EventType;
  /** Whom it is about, for erasure; 0 for nobody. */
  readonly customerId: number;
  /** epoch ms */
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/**
 * A table that only grows, read in the order of its ids: what has an id above the cursor has not been told. A writer is never
 * asked to write one more row for the sake of webhooks. An id must never be given twice (AUTOINCREMENT).
 */
export type WebhookSource = {
  /** The cursor's name: never changed. */
  readonly name: string;
  readonly types: readonly EventType[];
  /** The table that is followed, by its `id`. */
  readonly table: string;
  /** What happened at ids in (`after`, `upTo`], in their order. */
  read(
    store: Store,
    range: { readonly after: number; readonly upTo: number; readonly now: number },
  ): Promise<Happening[]>;
};
