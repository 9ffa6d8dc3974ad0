import { sql, type SQL } from "drizzle-orm";
import { isZone } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { duePlan, type Schedule, scheduleKey } from "#messages/schedule/due.ts";
import { firstDateAhead, overtakenDates } from "#messages/schedule/zone-change.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Statement } from "#store/store.ts";
import { insertFrom } from "./insert-occurrences.ts";
import { MOST_AHEAD_MS, PLANNED_UPTO, plannedBy } from "./planner-queries.ts";

/** A subscription whose dates may be others from now on. */
export type Replanned = {
  readonly customerId: number;
  readonly newsletterId: number;
  /** What it went by until now; absent where nothing came. */
  readonly before?: Schedule | undefined;
  readonly after: Schedule;
};

/** A planner that stood still longer than this makes up for its newest date alone, and a change for nothing older. */
const LOOK_BACK_MS = 2 * DAY_MS;

/**
 * Replaces what is planned and nobody holds, for subscriptions that go by other schedules now. Stands behind the statements
 * that change them, in the same batch; a subscription that somebody changed once more in between is left alone.
 *
 * Every date of both schedules is sent exactly once, whatever zones and clock times she passes through: one that the new
 * clock has overtaken is due at once, one that comes round again is refused by the unique key, one that was due already and
 * waits for the morning stays. How far the planner has come is asked inside the batch, so that a run that is under way
 * leaves no gap: what it announced is planned here, what it has not announced it reads for itself.
 */
export function replanStatements(now: number, replanned: readonly Replanned[]): Statement[] {
  if (replanned.length === 0) return [];
  const ended = replanned.map((one) => [
    scheduleKey(one.after),
    one.customerId,
    one.newsletterId,
    replacedFrom(one, now),
  ]);
  const rows = [...overtakenRows(replanned, now), ...aheadRows(replanned, now)];
  return [
    sql`delete from messages where id in (select m.id from ${jsonRows(ended)}
      cross join schedules d on d.key = ${column(0)} cross join subscriptions s on s.customer_id = ${column(1)}
        and s.newsletter_id = ${column(2)} and s.schedule_id = d.id
      cross join messages m on m.customer_id = s.customer_id and m.newsletter_id = s.newsletter_id
      where m.state = 'planned' and (s.state = 'off' or (m.due_at > ${now} and m.occurrence_on >= ${column(3)})))`,
    insertFrom(
      sql`${jsonRows(rows)} join schedules d on d.key = ${column(0)} and ${isPlannersPast(now)}
        join subscriptions s on s.customer_id = ${column(3)} and s.newsletter_id = ${column(4)}
          and s.schedule_id = d.id and s.state = 'active'`,
      now,
    ),
  ];
}

/** Of the same rule by another clock the dates that were due already stay; another rule replaces everything. */
function replacedFrom({ before, after }: Replanned, now: number): string {
  if (before === undefined || !isZone(before.zone)) return "";
  const isSameRule = scheduleKey({ ...before, zone: after.zone, minute: after.minute }) === scheduleKey(after);
  return isSameRule ? firstDateAhead(before, now) : "";
}

/** Rows [key, date, due at, customer, newsletter, null, null]. */
function aheadRows(replanned: readonly Replanned[], now: number): unknown[][] {
  const schedules = replanned.map(({ after, ...subscription }) => ({ ...after, ...subscription }));
  const { occurrences } = duePlan({ schedules, watermark: now, now, until: now + MOST_AHEAD_MS, graceMs: 0 });
  return occurrences.map(({ schedule, on, dueAt }) => [
    scheduleKey(schedule),
    on,
    dueAt,
    schedule.customerId,
    schedule.newsletterId,
    null,
    null,
  ]);
}

/** Rows [key, date, due at, customer, newsletter, due by the old clock, due by the new one]. */
function overtakenRows(replanned: readonly Replanned[], now: number): unknown[][] {
  return replanned.flatMap(({ customerId, newsletterId, before, after }) => {
    if (before === undefined || !isZone(before.zone) || !isZone(after.zone)) return [];
    return overtakenDates({ before, after }, { from: now - LOOK_BACK_MS, to: now }).map(({ on, wasDueAt, isDueAt }) => [
      scheduleKey(after),
      on,
      now,
      customerId,
      newsletterId,
      wasDueAt,
      isDueAt,
    ]);
  });
}

/** Of the dates ahead those that no later run will look for; of the overtaken ones those that no run has planned. */
function isPlannersPast(now: number): SQL {
  return sql`iif(${column(5)} is null, ${column(2)} <= ${PLANNED_UPTO},
    ${column(6)} <= ${plannedBy(now)} and ${column(5)} > ${plannedBy(now)})`;
}
