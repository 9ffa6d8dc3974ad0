import { sql, type SQL } from "drizzle-orm";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { replanStatements } from "#messages/plan/replan.ts";
import { type Schedule, scheduleKey } from "#messages/schedule/due.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import { findOwnDates, namedOwnDate } from "./own-dates.ts";
import { scheduleOf } from "./schedule-of.ts";
import { upsertSchedules } from "./subscription-statements.ts";

/** A subscription with the schedule that it goes by, and what that should follow from. */
export type HeldSubscription = {
  readonly customerId: number;
  readonly newsletterId: number;
  readonly state: "active" | "off";
  readonly scheduleId: number;
  readonly key: string;
  readonly chosenBy: string;
  /** Where she lives, and the date of her own that the pace follows. */
  readonly zone: string;
  readonly ownOn: string | null;
  readonly pace: string;
  readonly oldZone: string;
  readonly oldMinute: number;
  readonly anchorOn: string | null;
  readonly defaultPace: string;
  /** When it usually comes, or at her best hour where the newsletter seeks that. */
  readonly defaultMinute: number;
  readonly createdAt: number;
};

export type Move = { readonly held: HeldSubscription; readonly schedule: Schedule; readonly key: string };

/** SQL: the name of the date that a subscription's pace follows, null for every other pace. */
const FOLLOWED = "iif(s.chosen_by = 'default', n.default_pace, d.pace) ->> 'attribute'";

/** SQL: the local minute at which she answers most, where the newsletter seeks it and she is not held out; else null. */
export const BEST_MINUTE: SQL = sql`iif(n.best_hour = 1, (select t.minute from send_times t
  where t.newsletter_id = s.newsletter_id and t.customer_id = s.customer_id and t.is_held_out = 0), null)`;

/** By the primary key of subscriptions: one customer's, or a range. `c`, `d`, `n` and `s` may be narrowed further. */
export async function findHeld(store: Store, condition: SQL, names?: ReadonlySet<string>): Promise<HeldSubscription[]> {
  const followed = namedOwnDate(names ?? (await findOwnDates(store)), FOLLOWED);
  return store.read<HeldSubscription>(
    sql`select s.customer_id as customerId, s.newsletter_id as newsletterId, s.state, s.schedule_id as scheduleId, d.key,
        s.chosen_by as chosenBy, c.zone, ${followed} as ownOn, d.pace, d.zone as oldZone, d.minute as oldMinute,
        d.anchor_on as anchorOn, n.default_pace as defaultPace, coalesce(${BEST_MINUTE}, n.default_minute) as defaultMinute,
        n.created_at as createdAt
      from subscriptions s join customers c on c.id = s.customer_id join schedules d on d.id = s.schedule_id
      join newsletters n on n.id = s.newsletter_id
      where ${condition} and c.erased_at is null and c.merged_into is null`,
  );
}

export function heldSchedule({ pace, oldZone, oldMinute, anchorOn }: HeldSubscription): Schedule {
  return {
    pace: JSON.parse(pace) as Pace,
    zone: oldZone,
    minute: oldMinute,
    ...(anchorOn === null ? {} : { anchorOn }),
  };
}

/** The schedule that it should go by where she lives now: her own wish, or the vendor's default where that was chosen for her. */
export function moveOf(held: HeldSubscription): Move {
  const isDefault = held.chosenBy === "default";
  const schedule = scheduleOf({
    pace: JSON.parse(isDefault ? held.defaultPace : held.pace) as Pace,
    minute: isDefault ? held.defaultMinute : held.oldMinute,
    zone: held.zone,
    ownOn: held.ownOn,
    startOn: (isDefault ? undefined : held.anchorOn) ?? dateOfEpochDay(Math.floor(held.createdAt / DAY_MS)),
  });
  return { held, schedule, key: scheduleKey(schedule) };
}

/** Whoever chose anew in between keeps that choice: a subscription moves only from the schedule that was read. */
export function moveStatements(moves: readonly Move[], now: number): Statement[] {
  if (moves.length === 0) return [];
  const rows = moves.map(({ held, key }) => [held.customerId, held.newsletterId, held.scheduleId, key]);
  return [
    upsertSchedules(moves.map(({ schedule }) => schedule)),
    sql`update subscriptions set schedule_id = d.id, updated_at = ${now} from ${jsonRows(rows)}
      join schedules d on d.key = ${column(3)} where subscriptions.customer_id = ${column(0)}
        and subscriptions.newsletter_id = ${column(1)} and subscriptions.schedule_id = ${column(2)}`,
    ...replanStatements(
      now,
      moves.map(({ held, schedule }) => ({
        customerId: held.customerId,
        newsletterId: held.newsletterId,
        before: heldSchedule(held),
        after: schedule,
      })),
    ),
    sql`delete from schedules where id in (select ${column(2)} from ${jsonRows(rows)})
      and not exists (select 1 from subscriptions other where other.schedule_id = schedules.id)`,
  ];
}
