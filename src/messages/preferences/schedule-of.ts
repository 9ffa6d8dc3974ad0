import type { Schedule } from "#messages/schedule/due.ts";
import { canonicalPace, type Pace } from "#messages/schedule/pace.ts";

type Wish = {
  readonly pace: Pace;
  /** Clock time where the pace names none. */
  readonly minute: number;
  readonly zone: string;
  /** Her own date that the pace follows; null where it follows none, or while it is not known. */
  readonly ownOn: string | null;
  /** From which date "every second week" counts. */
  readonly startOn: string;
};

/**
 * A customer's wish as a schedule. Her own date is its anchor: while that is not known the wish stands without one, and nothing
 * comes until `rescheduleMoved` finds the date.
 */
export function scheduleOf({ pace, minute, zone, ownOn, startOn }: Wish): Schedule {
  const base = { zone, minute: ("minute" in pace ? pace.minute : undefined) ?? minute };
  if (pace.kind !== "own_date") return { ...base, pace: canonicalPace(pace), anchorOn: startOn };
  if (ownOn === null) return { ...base, pace: canonicalPace(pace) };
  return { ...base, pace: canonicalPace(pace), anchorOn: pace.repeats === "once" ? ownOn : withoutYear(ownOn) };
}

/**
 * A yearly pace goes by month and day: in which year she was born is no business of a row that many share and that outlives
 * her record. The year that stands there has a 29 February.
 */
function withoutYear(date: string): string {
  return `2000${date.slice(4)}`;
}
