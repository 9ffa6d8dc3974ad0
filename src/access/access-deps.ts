import type { Clock } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import type { LazyAuth } from "./create-auth.ts";

export type AccessDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secret: Secret;
};

/** What works on passwords needs beside it. */
export type OperatorDeps = AccessDeps & { readonly auth: LazyAuth };
