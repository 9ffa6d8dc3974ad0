import { z } from "zod";
import { epochDayOf } from "#kernel/calendar.ts";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";
import { weekdayOfDay } from "./civil.ts";
import { instantOnDay, wallClockAt } from "./zone-days.ts";

const MINUTES_PER_DAY = 1440;

/** A time of the local day in which nothing arrives: from `from` up to, but not including, `to`. */
export const quietHoursSchema = z
  .strictObject({
    from: z.int().min(0).max(1439).describe("Minutes after midnight at which the quiet begins"),
    to: z
      .int()
      .min(0)
      .max(MINUTES_PER_DAY)
      .describe("Minutes after midnight at which it ends; earlier than `from` means on the next day"),
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .optional()
      .describe("Only where the quiet begins on these weekdays (Monday is 1); without it on all"),
  })
  .refine((window) => window.from !== window.to, { path: ["to"], error: "The quiet has to end at another time" })
  .describe("Quiet hours by the clock on the customer's wall");

export type QuietHours = z.infer<typeof quietHoursSchema>;

/** After a week of local days every window was seen on each weekday: whoever is quiet then is quiet for ever. */
const HORIZON_MS = 9 * DAY_MS;

/** Epoch day and minute of the day, as a wall shows them. */
type Moment = { readonly day: number; readonly minute: number };

function beginsOn(window: QuietHours, day: number): boolean {
  return window.weekdays === undefined || window.weekdays.includes(weekdayOfDay(day));
}

/** The end of the window that the moment lies in, on the wall; undefined where the window does not hold. */
function endOf(window: QuietHours, { day, minute }: Moment): Moment | undefined {
  if (window.from < window.to) {
    const isInside = minute >= window.from && minute < window.to && beginsOn(window, day);
    return isInside ? { day, minute: window.to } : undefined;
  }
  if (minute >= window.from && beginsOn(window, day)) return { day: day + 1, minute: window.to };
  return minute < window.to && beginsOn(window, day - 1) ? { day, minute: window.to } : undefined;
}

function momentAt(zone: string, at: number): Moment {
  const { date, minute } = wallClockAt(zone, at);
  return { day: epochDayOf(date), minute };
}

/** Whether it is quiet at an instant, by the window, on a wall in the zone. */
export function isQuiet(at: number, window: QuietHours, zone: string): boolean {
  return endOf(window, momentAt(zone, at)) !== undefined;
}

/** The first whole minute after `at` at which the window no longer holds, where it does at `at`; else `at`. */
function leave(at: number, window: QuietHours, zone: string): number {
  const now = momentAt(zone, at);
  const end = endOf(window, now);
  if (end === undefined) return at;
  const isMidnight = end.minute === MINUTES_PER_DAY;
  let upper = instantOnDay(zone, end.day + (isMidnight ? 1 : 0), isMidnight ? 0 : end.minute);
  // In the second pass of an hour that happens twice the end was already once: count on by the clock.
  const minutesLeft = (end.day - now.day) * MINUTES_PER_DAY + end.minute - now.minute;
  if (upper <= at) upper = Math.floor(at / MINUTE_MS) * MINUTE_MS + minutesLeft * MINUTE_MS;
  if (isQuiet(upper - MINUTE_MS, window, zone)) return upper;
  // The end lies in a gap: the clock jumps over it, and quiet ends with the jump.
  let lower = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  while (upper - lower > MINUTE_MS) {
    const middle = lower + Math.floor((upper - lower) / MINUTE_MS / 2) * MINUTE_MS;
    if (isQuiet(middle, window, zone)) lower = middle;
    else upper = middle;
  }
  return upper;
}

/**
 * The first instant from `at` on at which no window holds in any of the zones: the intersection of what everybody
 * allows, for a number whose prefix may lie in several zones or a customer under the vendor's and a state's hours.
 * `at` itself where it is allowed; undefined where windows leave no moment of the week. Deterministic; the search ends
 * after nine days.
 */
export function earliestAllowed(
  at: number,
  windows: readonly QuietHours[],
  zones: readonly string[],
): number | undefined {
  let candidate = at;
  while (candidate - at <= HORIZON_MS) {
    const before = candidate;
    for (const zone of zones) {
      for (const window of windows) candidate = leave(candidate, window, zone);
    }
    if (candidate === before) return candidate;
  }
  return undefined;
}
