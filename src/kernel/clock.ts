/** Time enters the house here and nowhere else. Instants are epoch milliseconds. */
export type Clock = { now(): number };

/** Timers enter with the clock, so that a test or a simulation can own them. */
export type Timer = {
  /** Runs `work` once after `delayMs`; returns the cancel. */
  after(delayMs: number, work: () => void): () => void;
};

/** A clock that stands still until it is moved. */
export type ManualClock = Clock & { set(at: number): void; advance(byMs: number): void };

export function manualClock(startAt: number): ManualClock {
  let at = startAt;
  return {
    now: () => at,
    set: (next) => {
      at = next;
    },
    advance: (byMs) => {
      at += byMs;
    },
  };
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
