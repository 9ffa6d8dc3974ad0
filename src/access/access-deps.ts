import type { Clock } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";

export type AccessDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secret: Secret;
};
