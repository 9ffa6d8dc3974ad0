import type { Clock, Timer } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Random } from "#kernel/random.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import type { WebhookSource } from "./webhooks/webhook-source.ts";

export type OutboundDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly random: Random;
  readonly ids: Ids;
  readonly secret: Secret;
  readonly outgoing: OutgoingDeps;
  /** Where webhook events come from. */
  readonly sources: readonly WebhookSource[];
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
};
