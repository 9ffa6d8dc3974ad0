import { dateOfEpochDay, epochDayOf, isZone, type LocalDate, type MinuteOfDay } from "#kernel/calendar.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { occursOnDay, phaseOf } from "./expand.ts";
import { type Pace, paceKey } from "./pace.ts";
import { instantOnDay } from "./zone-days.ts";

/**
 * The instant at which a message of that date is due: a clock time inside a daylight-saving gap moves forward by the
 * gap, one that happens twice is the first (RFC 5545 §3.3.5). Remembered by zone and date, bounded.
 */
export function dueInstant(date: LocalDate, minute: MinuteOfDay, zone: string): number {
  return instantOnDay(zone, epochDayOf(date), minute);
}

/** Zones reach from UTC−12 to UTC+14; the longest gap a clock time was ever moved over is a whole day (Apia, 2011-12-30). */
const BEHIND_MS = 12 * HOUR_MS + DAY_MS;
const AHEAD_MS = 14 * HOUR_MS;

type Days = { readonly first: number; readonly last: number };

function daysTouching(fromMs: number, toMs: number): Days {
  return { first: Math.floor((fromMs - BEHIND_MS) / DAY_MS), last: Math.floor((toMs + AHEAD_MS) / DAY_MS) };
}

/** The first and last local date whose clock times may fall due between two instants in any zone of the world. */
export function datesTouching(fromMs: number, toMs: number): { readonly from: LocalDate; readonly to: LocalDate } {
  const { first, last } = daysTouching(fromMs, toMs);
  return { from: dateOfEpochDay(first), to: dateOfEpochDay(last) };
}

/** A wish that many customers may share. */
export type Schedule = {
  readonly pace: Pace;
  readonly zone: string;
  readonly minute: MinuteOfDay;
  /** What "every n …" counts from; the customer's own date for an `own_date` pace. */
  readonly anchorOn?: LocalDate | undefined;
};

/** Equal for schedules that fall due at the same instants for the same dates. */
export function scheduleKey({ pace, zone, minute, anchorOn }: Schedule): string {
  return `${zone} ${minute} ${phaseOf(pace, anchorOn)} ${paceKey(pace)}`;
}

export type Occurrence<S extends Schedule> = {
  readonly schedule: S;
  /** The local date of the rule: with customer and programme the message's identity. */
  readonly on: LocalDate;
  /** Epoch ms; in (watermark, until]. */
  readonly dueAt: number;
};

export type DuePlanInput<S extends Schedule> = {
  readonly schedules: readonly S[];
  /** Everything due up to this instant was planned before. */
  readonly watermark: number;
  readonly now: number;
  /** Plans ahead up to here; `now` where absent. */
  readonly until?: number;
  /** How late a missed occurrence may still be sent. */
  readonly graceMs: number;
  /** A watermark further behind than this is reported: the clock jumped or the planner stood still. */
  readonly maxJumpMs?: number;
};

export type DuePlan<S extends Schedule> = {
  /** In the order of the schedules, then of time. */
  readonly occurrences: ReadonlyArray<Occurrence<S>>;
  /** Missed occurrences that are not made up for. */
  readonly skipped: number;
  /** Hand it to the next run. Never smaller than the one given. */
  readonly watermark: number;
  /** How far `now` is ahead of the watermark, where that is more than `maxJumpMs`. */
  readonly jumpMs?: number;
  /** Time right after the watermark that lay too far back to be looked at: its occurrences are not even counted. */
  readonly unseenMs: number;
  /** Schedules in zones that this runtime does not know; they stop nobody else. */
  readonly unplannable: readonly S[];
};

const QUARTER_HOUR_MS = 900_000;
/** Missed occurrences are counted this far back (or to the end of the grace time), so that a run after years is bounded. */
const LOOK_BACK_MS = 31 * DAY_MS;

/**
 * What falls due in (watermark, until]: a pure function, so that a tick may come late, twice or not at all.
 *
 * What lies after `now` is planned ahead, all of it. Of what a schedule missed up to `now`, only the newest is made up
 * for, and only within the grace time; the others are counted. Nobody gets a burst after a silence.
 */
export function duePlan<S extends Schedule>(input: DuePlanInput<S>): DuePlan<S> {
  const { schedules, watermark, now, graceMs, maxJumpMs = QUARTER_HOUR_MS } = input;
  const until = Math.max(input.until ?? now, watermark);
  const from = Math.max(watermark, Math.min(now, until) - Math.max(graceMs, LOOK_BACK_MS));
  const window = { from, until, ...daysTouching(from, until) };
  const occurrences: Occurrence<S>[] = [];
  const unplannable: S[] = [];
  let skipped = 0;
  for (const schedule of schedules) {
    if (!isZone(schedule.zone)) {
      unplannable.push(schedule);
      continue;
    }
    const due = dueWithin(schedule, window);
    const missed = due.filter(({ dueAt }) => dueAt <= now);
    const newest = missed.at(-1);
    const isInGrace = newest !== undefined && now - newest.dueAt <= graceMs;
    const lost = isInGrace ? missed.length - 1 : missed.length;
    skipped += lost;
    occurrences.push(...due.slice(lost));
  }
  return {
    occurrences,
    skipped,
    watermark: until,
    ...(now - watermark > maxJumpMs ? { jumpMs: now - watermark } : {}),
    unseenMs: from - watermark,
    unplannable,
  };
}

type Window = Days & { readonly from: number; readonly until: number };

/**
 * In order of time. Dates are judged before instants: the rule costs a few integer operations and most schedules are
 * done after it; only the dates that it means ask for an instant, and those are remembered by zone and date.
 */
function dueWithin<S extends Schedule>(schedule: S, { first, last, from, until }: Window): Occurrence<S>[] {
  const { pace, zone, minute, anchorOn } = schedule;
  const anchorDay = anchorOn === undefined ? undefined : epochDayOf(anchorOn);
  const due: Occurrence<S>[] = [];
  for (let day = first; day <= last; day += 1) {
    if (!occursOnDay(pace, day, anchorDay)) continue;
    const dueAt = instantOnDay(zone, day, minute);
    if (dueAt > from && dueAt <= until) due.push({ schedule, on: dateOfEpochDay(day), dueAt });
  }
  return due;
}
