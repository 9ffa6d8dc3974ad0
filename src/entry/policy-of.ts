import { instantIn } from "#kernel/calendar.ts";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { SendingPolicy } from "#messages/message-deps.ts";
import type { Config } from "./config.ts";

/** Longer than the total time of any one try (channels: a minute), so that no second worker takes a row in use. */
const LEASE_MS = 5 * MINUTE_MS;

/** A jump of the clock that is no late tick: longer than any pause of a runtime that works. */
const MAX_JUMP_MS = 15 * MINUTE_MS;

export function policyOf(config: Config): SendingPolicy {
  const { CAP_COUNT, CAP_DAYS, PLAN_AHEAD_HOURS, UNSUBSCRIBE_MAILBOX } = config;
  return {
    quietHours: [],
    planAheadMs: PLAN_AHEAD_HOURS * HOUR_MS,
    leaseMs: LEASE_MS,
    maxJumpMs: MAX_JUMP_MS,
    ...(CAP_COUNT === undefined ? {} : { cap: { count: CAP_COUNT, days: CAP_DAYS } }),
    ...(UNSUBSCRIBE_MAILBOX === undefined ? {} : { unsubscribeMailbox: UNSUBSCRIBE_MAILBOX }),
  };
}

/** "0@2027-12-31,1@2028-06-30" → keys that verify until the end of that date, UTC. */
export function oldLinkKeys(text: string): ReadonlyArray<{ readonly id: number; readonly until: number }> {
  return text
    .split(",")
    .filter((part) => part !== "")
    .map((part) => {
      const [id = "", date = ""] = part.split("@");
      return { id: Number(id), until: instantIn("UTC", date, 0) + 24 * HOUR_MS };
    });
}
