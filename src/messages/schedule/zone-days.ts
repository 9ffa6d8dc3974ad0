import { dateOfEpochDay, instantIn, wallClockIn, type LocalDate, type MinuteOfDay } from "#kernel/calendar.ts";
import { DAY_MS, MINUTE_MS } from "#kernel/clock.ts";

/**
 * Local days in zones, remembered. Between two midnights that lie 24 hours apart the clock runs straight, so two exact
 * conversions (20 µs each) answer for every minute of that day; on the other days each minute is asked exactly. A zone
 * that leaves and resumes its offset within one local day would break this; tzdata holds none (a test compares).
 */
const starts = new Map<string, Map<number, number>>();
let held = 0;
/** 600 zones × a hundred days; beyond it the memory begins anew. */
const MAX_HELD = 60_000;

/** The instant at which the local day begins: its midnight, or the first moment after a gap over midnight. */
function startOf(zone: string, epochDay: number): number {
  let days = starts.get(zone);
  const known = days?.get(epochDay);
  if (known !== undefined) return known;
  const at = instantIn(zone, dateOfEpochDay(epochDay), 0);
  if (held >= MAX_HELD) {
    starts.clear();
    held = 0;
    days = undefined;
  }
  if (days === undefined) {
    days = new Map();
    starts.set(zone, days);
  }
  days.set(epochDay, at);
  held += 1;
  return at;
}

/** The instant of a clock time on an epoch day: `instantIn`, fast. A gap moves it forward, an overlap means the first. */
export function instantOnDay(zone: string, epochDay: number, minute: MinuteOfDay): number {
  const startAt = startOf(zone, epochDay);
  if (startOf(zone, epochDay + 1) - startAt === DAY_MS) return startAt + minute * MINUTE_MS;
  return instantIn(zone, dateOfEpochDay(epochDay), minute);
}

/** What a clock on the wall in `zone` shows at an instant: `wallClockIn`, fast. */
export function wallClockAt(zone: string, at: number): { readonly date: LocalDate; readonly minute: MinuteOfDay } {
  let day = Math.floor(at / DAY_MS);
  if (at < startOf(zone, day)) day -= 1;
  else if (at >= startOf(zone, day + 1)) day += 1;
  const startAt = startOf(zone, day);
  const isStraight = at >= startAt && at < startAt + DAY_MS && startOf(zone, day + 1) - startAt === DAY_MS;
  if (!isStraight) return wallClockIn(zone, at);
  return { date: dateOfEpochDay(day), minute: Math.floor((at - startAt) / MINUTE_MS) };
}
