import { type Clock, MINUTE_MS } from "#kernel/clock.ts";

/**
 * Counts failures by subject (a key's id, an address) in windows of a minute. The count lives in one process: n processes
 * or isolates together allow n times as much, which 256-bit secrets and slow password hashes bear.
 */
export type FailureLimit = {
  /** Seconds until the subject may fail again; undefined while it still may. */
  blockedForSeconds(subject: string): number | undefined;
  record(subject: string): void;
};

type Window = { endsAt: number; failures: number };

const MAX_SUBJECTS = 10_000;

export function failureLimit(clock: Clock, perMinute: number): FailureLimit {
  const windows = new Map<string, Window>();
  return {
    blockedForSeconds: (subject) => {
      const window = windows.get(subject);
      const leftMs = window === undefined ? 0 : window.endsAt - clock.now();
      if (window === undefined || leftMs <= 0 || window.failures < perMinute) return undefined;
      return Math.ceil(leftMs / 1_000);
    },
    record: (subject) => {
      const now = clock.now();
      const window = windows.get(subject);
      if (window !== undefined && window.endsAt > now) {
        window.failures += 1;
        return;
      }
      windows.delete(subject);
      // Whoever invents subjects pushes out the oldest, and never fills the memory.
      const [oldest] = windows.keys();
      if (windows.size >= MAX_SUBJECTS && oldest !== undefined) windows.delete(oldest);
      windows.set(subject, { endsAt: now + MINUTE_MS, failures: 1 });
    },
  };
}
