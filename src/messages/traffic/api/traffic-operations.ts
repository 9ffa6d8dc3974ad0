import type { SendingDeps } from "#messages/traffic/find-sending.ts";
import type { Operation } from "#web/operation.ts";
import { closeBreaker } from "./close-breaker.ts";
import { getSending } from "./get-sending.ts";

/** How sending goes, and the one thing that a person decides about it. */
export function trafficOperations(deps: SendingDeps): readonly Operation[] {
  return [getSending(deps), closeBreaker(deps)];
}
