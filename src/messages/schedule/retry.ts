import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import type { Random } from "#kernel/random.ts";

/** Waits after the first, second, … failed try; the last one repeats. */
const WAITS_MS: readonly number[] = [
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 8].map((hours) => hours * HOUR_MS),
];
const LONGEST_WAIT_MS = 8 * HOUR_MS;
/** A wait differs from its plan by up to this share, so that a provider that comes back is not met by all at once. */
const JITTER = 0.1;

/** No message is tried longer than this. */
export const RETRY_WINDOW_MS = 48 * HOUR_MS;
/** What a provider says it needs is believed within these bounds. */
const MIN_PROVIDER_WAIT_MS = SECOND_MS;
export const MAX_PROVIDER_WAIT_MS = 24 * HOUR_MS;
/** The schedule itself makes 13 tries in 48 hours; a provider that keeps asking for a second's wait must not make it a loop. */
const MAX_TRIES = 40;

export type FailedTry = {
  /** Tries made so far, this one included: 1 after the first. */
  readonly tries: number;
  readonly firstTriedAt: number;
  readonly now: number;
  /** Epoch ms before which the provider does not want another try, as its answer was read. */
  readonly providerRetryAt?: number | undefined;
  /** The offer's end, epoch ms: from then on the message is worthless. */
  readonly offerEndsAt?: number | undefined;
};

/**
 * When to try again; undefined where there is no more sense in it: after 48 hours, at the offer's end or after 40 tries.
 * The provider's word goes before the schedule, held to [1 s, 24 h]; one that is not a number or lies in the past says
 * nothing. Deterministic for a seeded `random`, of which it takes exactly one number.
 */
export function nextTryAt(failed: FailedTry, random: Random): number | undefined {
  const chance = random.next();
  const { tries, now } = failed;
  const wait = providerWait(failed, chance) ?? scheduledWait(tries) * (1 - JITTER + 2 * JITTER * chance);
  const at = now + Math.round(wait);
  const stopAt = Math.min(failed.firstTriedAt + RETRY_WINDOW_MS, failed.offerEndsAt ?? Infinity);
  return tries < MAX_TRIES && at < stopAt ? at : undefined;
}

function scheduledWait(tries: number): number {
  return WAITS_MS[tries - 1] ?? LONGEST_WAIT_MS;
}

/** Never sooner than told; spread a little later. */
function providerWait({ providerRetryAt, now }: FailedTry, chance: number): number | undefined {
  if (providerRetryAt === undefined || Number.isNaN(providerRetryAt) || providerRetryAt <= now) return undefined;
  const told = Math.max(providerRetryAt - now, MIN_PROVIDER_WAIT_MS);
  return Math.min(told * (1 + JITTER * chance), MAX_PROVIDER_WAIT_MS);
}
