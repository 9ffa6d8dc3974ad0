import { sql } from "drizzle-orm";
import { addDays, type LocalDate, wallClockIn } from "#kernel/calendar.ts";
import { nextOccurrences } from "#messages/schedule/expand.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { isPausedOn, type PauseColumns, pauseOf } from "#messages/schedule/pause.ts";
import type { Store } from "#store/store.ts";

/** What a customer can expect of one newsletter. */
export type NextDates = {
  readonly newsletterId: number;
  readonly pace: Pace;
  readonly zone: string;
  readonly minute: number;
  /** In her calendar, soonest first; dates inside her pause are left out, since nothing comes on them. */
  readonly dates: readonly LocalDate[];
};

type Row = PauseColumns & {
  readonly newsletterId: number;
  readonly pace: string;
  readonly zone: string;
  readonly minute: number;
  readonly anchorOn: string | null;
};

/** The next dates of each newsletter that a customer takes, by the schedules that the planner goes by. */
export async function findNextDates(
  store: Store,
  { customerId, now, count }: { readonly customerId: number; readonly now: number; readonly count: number },
): Promise<readonly NextDates[]> {
  const rows = await store.read<Row>(
    sql`select s.newsletter_id as newsletterId, d.pace, d.zone, d.minute, d.anchor_on as anchorOn,
        p.paused_from as pausedFrom, p.paused_until as pausedUntil
      from subscriptions s join schedules d on d.id = s.schedule_id
      left join preferences p on p.customer_id = s.customer_id
      where s.customer_id = ${customerId} and s.state = 'active'`,
  );
  return rows.map((row) => nextDatesOf(row, now, count));
}

/** A pause is at most so many occurrences long before the page says no more about what follows it. */
const MOST_PAUSED = 60;

function nextDatesOf(row: Row, now: number, count: number): NextDates {
  const { newsletterId, zone, minute, anchorOn } = row;
  const pace = JSON.parse(row.pace) as Pace;
  const wall = wallClockIn(zone, now);
  const pause = pauseOf(row);
  const dates = nextOccurrences(pace, wall.minute < minute ? wall.date : addDays(wall.date, 1), {
    count: pause === undefined ? count : count + MOST_PAUSED,
    ...(anchorOn === null ? {} : { anchorOn }),
  });
  return {
    newsletterId,
    pace,
    zone,
    minute,
    dates: dates.filter((date) => !isPausedOn(pause, date)).slice(0, count),
  };
}
