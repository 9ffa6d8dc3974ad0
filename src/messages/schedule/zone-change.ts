import { dateOfEpochDay, epochDayOf, type LocalDate } from "#kernel/calendar.ts";
import { datesTouching, dueInstant, type Schedule } from "./due.ts";
import { occursOn } from "./expand.ts";

/**
 * The dates that a change of zone or clock time would lose: still ahead by the old clock, already behind by the new one
 * (who flies east over midnight skips a few hours of her calendar). They are due at once, and with them and the unique
 * key of customer, programme and date every date is sent exactly once, whatever zones a customer passes through: moving
 * west lets a date come round again, and the key refuses it.
 *
 * `at` is the instant of the change. Two dates at most, where the clocks are more than 24 hours apart.
 */
export function overtakenDates(
  before: Pick<Schedule, "zone" | "minute">,
  after: Schedule,
  at: number,
): readonly LocalDate[] {
  const { from, to } = datesTouching(at, at);
  const overtaken: LocalDate[] = [];
  for (let day = epochDayOf(from); day <= epochDayOf(to); day += 1) {
    const date = dateOfEpochDay(day);
    const wasAhead = dueInstant(date, before.minute, before.zone) > at;
    const isBehind = dueInstant(date, after.minute, after.zone) <= at;
    if (wasAhead && isBehind && occursOn(after.pace, date, after.anchorOn)) overtaken.push(date);
  }
  return overtaken;
}
