import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";

export type FeedDeps = CatalogueDeps & {
  readonly outgoing: OutgoingDeps;
  /** Lets others work between two chunks. */
  readonly breathe?: () => Promise<void>;
};
