import type { CatalogueDeps } from "#catalogue/catalogue-deps.ts";
import type { Secret } from "#kernel/secret.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";

export type FeedDeps = CatalogueDeps & {
  readonly outgoing: OutgoingDeps;
  /** Seals what a feed's server asks for. */
  readonly secret: Secret;
  /** Lets others work between two chunks. */
  readonly breathe?: () => Promise<void>;
};
