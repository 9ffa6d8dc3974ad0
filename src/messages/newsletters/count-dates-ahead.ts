import { sql, type SQL } from "drizzle-orm";
import { addDays, dateOfEpochDay, epochDayOf, isZone, type LocalDate } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { dueInstant, type Schedule } from "#messages/schedule/due.ts";
import { occursOnDay } from "#messages/schedule/expand.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { Store } from "#store/store.ts";

/** Subscriptions that have their turn on a local date. */
export type DateAhead = { readonly on: LocalDate; readonly count: number };

export type DatesAheadQuestion = {
  readonly newsletterId: number;
  /** epoch ms: what fell due up to then is not ahead any more */
  readonly now: number;
  /** how many dates, beginning with the date that it is in UTC */
  readonly days: number;
  /** Called between two slices, so that a long count lets others have the thread. */
  readonly breathe?: () => Promise<void>;
};

/** Schedules of one read: a few ms of judging. */
const SLICE = 2_500;

type Shared = Schedule & { readonly id: number; readonly subscribers: number };

/**
 * How many subscriptions of a newsletter fall due on each of the next dates, by the customers' own calendars. It comes from
 * the schedules and not from planned rows, and so reaches as far as asked; a million customers who share a few thousand
 * schedules cost a walk through one index. Consent, pauses and limits are asked when the day has come: fewer may go out.
 */
export async function countDatesAhead(store: Store, question: DatesAheadQuestion): Promise<readonly DateAhead[]> {
  const { newsletterId, now, days } = question;
  const first = Math.floor(now / DAY_MS);
  const counts = Array.from({ length: days }, () => 0);
  for (let after = 0; ;) {
    const schedules = await readShared(store, newsletterId, after);
    for (const schedule of schedules) addDates(counts, schedule, { first, now });
    const last = schedules.at(-1);
    if (last === undefined || schedules.length < SLICE) break;
    after = last.id;
    await question.breathe?.();
  }
  return counts.map((count, index) => ({ on: dateOfEpochDay(first + index), count }));
}

/** Only the first dates may be over already where she lives: the clock time is asked for them alone. */
function addDates(counts: number[], schedule: Shared, { first, now }: { first: number; now: number }): void {
  const { pace, zone, minute, anchorOn, subscribers } = schedule;
  if (!isZone(zone)) return;
  const anchorDay = anchorOn === undefined ? undefined : epochDayOf(anchorOn);
  for (const index of counts.keys()) {
    if (!occursOnDay(pace, first + index, anchorDay)) continue;
    if (index < 2 && dueInstant(addDays(dateOfEpochDay(first), index), minute, zone) <= now) continue;
    counts[index] = (counts[index] ?? 0) + subscribers;
  }
}

async function readShared(store: Store, newsletterId: number, after: number): Promise<readonly Shared[]> {
  const [row] = await store.read<{ rows: string }>(sharedSchedulesQuery(newsletterId, after));
  const paces = new Map<string, Pace>();
  const rows = JSON.parse(row?.rows ?? "[]") as Array<[number, number, string, string, number, string | null]>;
  return rows.map(([id, subscribers, text, zone, minute, anchorOn]) => {
    const pace = paces.get(text) ?? (JSON.parse(text) as Pace);
    paces.set(text, pace);
    return { id, subscribers, pace, zone, minute, ...(anchorOn === null ? {} : { anchorOn }) };
  });
}

/** By subscriptions_by_newsletter alone, then a schedule each by its key. */
export function sharedSchedulesQuery(newsletterId: number, after: number): SQL {
  return sql`select json_group_array(json_array(d.id, shared.subscribers, d.pace, d.zone, d.minute, d.anchor_on)) as rows
    from (select schedule_id as id, count(*) as subscribers from subscriptions
      where newsletter_id = ${newsletterId} and state = 'active' and schedule_id > ${after}
      group by schedule_id order by schedule_id limit ${SLICE}) as shared
    cross join schedules d on d.id = shared.id`;
}
