import type { Schedule } from "#messages/schedule/due.ts";
import { canonicalPace, type Pace } from "#messages/schedule/pace.ts";

type Wish = {
  readonly pace: Pace;
  /** Clock time where the pace names none. */
  readonly minute: number;
  readonly zone: string;
  readonly birthOn: string | null;
  /** From which date "every second week" counts. */
  readonly startOn: string;
};

/** A customer's wish as a schedule. Her own date is its anchor; without that date the wish can't be met and nothing comes. */
export function scheduleOf({ pace, minute, zone, birthOn, startOn }: Wish): Schedule {
  const base = { zone, minute: ("minute" in pace ? pace.minute : undefined) ?? minute };
  if (pace.kind !== "own_date") return { ...base, pace: canonicalPace(pace), anchorOn: startOn };
  if (birthOn === null) return { ...base, pace: { kind: "never" } };
  return { ...base, pace: canonicalPace(pace), anchorOn: birthOn };
}
