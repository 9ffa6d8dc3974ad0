import type { Clock } from "#kernel/clock.ts";
import { type DestinationPolicy, destinationPolicy, isAllowedDestination } from "#tracking/destination.ts";
import { findSetting } from "#catalogue/settings.ts";
import type { Store } from "#store/store.ts";

const KEPT_MS = 5_000;

/**
 * Whether a stored destination's host is still on the vendor's list: a host that was given up must not be led to, however
 * old the link. The list is read every few seconds; while the database is away the last one known holds.
 */
export function destinationGuard(store: Store, clock: Clock): (url: string) => Promise<boolean> | boolean {
  let policy: DestinationPolicy | undefined;
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  const read = async () => {
    const hosts = await findSetting(store, "hosts");
    policy = destinationPolicy(Array.isArray(hosts) ? hosts.map(String) : []);
  };
  const refresh = () => {
    readAt = clock.now();
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return (url) => {
    const isStale = Math.abs(clock.now() - readAt) > KEPT_MS;
    if (policy === undefined) return refresh().then(() => policy !== undefined && isAllowedDestination(url, policy));
    // Stale but known: answer now, ask beside.
    if (isStale) refresh().catch(() => undefined);
    return isAllowedDestination(url, policy);
  };
}
