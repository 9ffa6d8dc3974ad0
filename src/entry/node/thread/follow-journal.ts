import type { JournaledClick } from "#clicks/click-record.ts";
import type { JournalReader } from "#entry/journal/journal-reader.ts";
import type { Clock, Timer } from "#kernel/clock.ts";
import { restAfter } from "./flood-pace.ts";

export type FollowParts = {
  readonly reader: JournalReader;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly project: (clicks: readonly JournaledClick[]) => Promise<void>;
};

/** Piece by piece from the journal into the database, with a rest after each while a flood lasts. */
export function followJournal({ reader, clock, timer, project }: FollowParts) {
  let isHurried = false;
  let askedAt = clock.now();

  const rest = async (startedAt: number, oldestAt: number) => {
    const now = clock.now();
    const sinceMs = now - askedAt;
    askedAt = now;
    const tookMs = now - startedAt;
    const restMs = restAfter({ tookMs, behindMs: startedAt - oldestAt, grownBytes: reader.grown(), sinceMs });
    if (restMs > 0 && !isHurried) await new Promise<void>((resolve) => timer.after(restMs, resolve));
  };

  return {
    /** Brings in what the journal has; gives how many clicks that were. */
    catchUp: async (): Promise<number> => {
      for (let projected = 0; ;) {
        const startedAt = clock.now();
        const read = reader.next();
        const [oldest] = read.clicks;
        if (oldest === undefined) return projected;
        await project(read.clicks);
        read.done();
        projected += read.clicks.length;
        await rest(startedAt, oldest.record.at);
      }
    },
    /** From now on without rests: the process is to end. */
    hurry: () => {
      isHurried = true;
    },
  };
}
