import { randomBytes } from "node:crypto";
import type { Clock, Timer } from "#kernel/clock.ts";
import type { Random } from "#kernel/random.ts";

/** The real clock, timer and chance: the only place where they come from. */
export const systemClock: Clock = { now: () => Date.now() };

export const systemTimer: Timer = {
  after: (delayMs, work) => {
    const handle = setTimeout(work, delayMs);
    return () => clearTimeout(handle);
  },
};

export const systemRandom: Random = { next: () => Math.random() };

export const systemBytes = (count: number): Uint8Array => randomBytes(count);
