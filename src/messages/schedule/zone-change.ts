import { dateOfEpochDay, epochDayOf, type LocalDate } from "#kernel/calendar.ts";
import { datesTouching, dueInstant, type Schedule } from "./due.ts";
import { occursOn } from "./expand.ts";

/** A date of both rules that the old clock puts later than the new one. */
export type OvertakenDate = {
  readonly on: LocalDate;
  /** Epoch ms by the old clock and by the new one. */
  readonly wasDueAt: number;
  readonly isDueAt: number;
};

/**
 * The dates that a change of zone or clock time may lose: still ahead by the old clock, already behind by the new one (who
 * flies east over midnight skips a few hours of her calendar). They are due at once, and with them and the unique key of
 * customer, programme and date every date is sent exactly once, whatever zones a customer passes through: moving west lets
 * a date come round again, and the key refuses it.
 *
 * Given is what one moment between `from` and `to` (epoch ms) may overtake: at moment t those with isDueAt ≤ t < wasDueAt.
 * Two dates a moment at most, where the clocks are more than 24 hours apart.
 */
export function overtakenDates(
  { before, after }: { readonly before: Schedule; readonly after: Schedule },
  { from, to }: { readonly from: number; readonly to: number },
): readonly OvertakenDate[] {
  const touched = datesTouching(from, to);
  const overtaken: OvertakenDate[] = [];
  for (let day = epochDayOf(touched.from); day <= epochDayOf(touched.to); day += 1) {
    const on = dateOfEpochDay(day);
    const wasDueAt = dueInstant(on, before.minute, before.zone);
    const isDueAt = dueInstant(on, after.minute, after.zone);
    if (isDueAt > to || wasDueAt <= Math.max(from, isDueAt)) continue;
    if (occursOn(before.pace, on, before.anchorOn) && occursOn(after.pace, on, after.anchorOn)) {
      overtaken.push({ on, wasDueAt, isDueAt });
    }
  }
  return overtaken;
}

/** The first date that this clock has still ahead of it at an instant. */
export function firstDateAhead({ zone, minute }: Pick<Schedule, "zone" | "minute">, at: number): LocalDate {
  const touched = datesTouching(at, at);
  let day = epochDayOf(touched.from);
  while (day <= epochDayOf(touched.to) && dueInstant(dateOfEpochDay(day), minute, zone) <= at) day += 1;
  return dateOfEpochDay(day);
}
