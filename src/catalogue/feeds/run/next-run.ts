import { addDays, instantIn, wallClockIn } from "#kernel/calendar.ts";
import { HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { FeedSchedule } from "#catalogue/feeds/feed.ts";

/** The first time after `now` that a schedule names. `at` means clock times where `zone` is, also across clock changes. */
export function nextRun(schedule: FeedSchedule, now: number): number {
  if ("everyHours" in schedule) return now + schedule.everyHours * HOUR_MS;
  const { date } = wallClockIn(schedule.zone, now);
  const minutes = schedule.at.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  // Yesterday's too: where a clock is set forward, a time of the day before may come after midnight.
  const instants = [-1, 0, 1, 2].flatMap((days) =>
    minutes.map((minute) => instantIn(schedule.zone, addDays(date, days), minute)),
  );
  return Math.min(...instants.filter((at) => at > now));
}

const FIRST_PAUSE_MS = 5 * MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

/** After `failures` in a row: five minutes, doubled each time, six hours at most, and never later than the next turn. */
export function retryAt(failures: number, now: number, next: number): number {
  return Math.min(next, now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10)));
}
