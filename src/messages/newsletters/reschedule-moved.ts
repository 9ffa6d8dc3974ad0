import { sql } from "drizzle-orm";
import { insertFrom } from "#messages/plan/insert-occurrences.ts";
import { findWatermark } from "#messages/plan/planner-queries.ts";
import { upsertSchedules } from "#messages/preferences/subscription-statements.ts";
import { scheduleOf } from "#messages/preferences/schedule-of.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { duePlan, type Schedule, scheduleKey } from "#messages/schedule/due.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { overtakenDates } from "#messages/schedule/zone-change.ts";
import { chunksOf, column, jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import type { NewsletterDeps } from "./put-newsletter.ts";

/** Customer ids that one read looks at, and subscriptions that one batch moves: each about 20 ms. */
const RANGE = 10_000;
const CHUNK = 300;

type MovedRow = {
  readonly customerId: number;
  readonly newsletterId: number;
  readonly scheduleId: number;
  readonly key: string;
  readonly chosenBy: string;
  readonly zone: string;
  readonly birthOn: string | null;
  readonly pace: string;
  readonly oldZone: string;
  readonly oldMinute: number;
  readonly anchorOn: string | null;
  readonly defaultPace: string;
  readonly defaultMinute: number;
  readonly createdAt: number;
};

type Move = { readonly row: MovedRow; readonly schedule: Schedule; readonly key: string };

/**
 * Lets schedules follow: customers who live in another zone now, whose birthday became known or was put right, and, where the
 * vendor chose the dates, a new default. Who changes zones gets every date once: one that the new clock has overtaken is due at
 * once, one that comes round again is refused by the unique key. Safe to call again at any time.
 */
export async function rescheduleMoved(deps: NewsletterDeps): Promise<{ readonly moved: number }> {
  const { store } = deps;
  const watermark = await findWatermark(store, "messages");
  const [last] = await store.read<{ id: number | null }>(sql`select max(id) as id from customers`);
  let moved = 0;
  for (let after = 0; after < (last?.id ?? 0); after += RANGE) {
    const rows = await findMoved(store, after);
    const moves = rows.map(moveOf).filter(({ row, key }) => key !== row.key);
    for (const chunk of chunksOf(moves, CHUNK)) {
      await store.write(moveStatements(chunk, deps.clock.now(), watermark));
      moved += chunk.length;
    }
  }
  return { moved };
}

/** Walks the primary key of subscriptions over one range of customers. */
function findMoved(store: Store, after: number): Promise<MovedRow[]> {
  return store.read<MovedRow>(
    sql`select s.customer_id as customerId, s.newsletter_id as newsletterId, s.schedule_id as scheduleId, d.key,
        s.chosen_by as chosenBy, c.zone, c.birth_on as birthOn, d.pace, d.zone as oldZone, d.minute as oldMinute,
        d.anchor_on as anchorOn, n.default_pace as defaultPace, n.default_minute as defaultMinute,
        n.created_at as createdAt
      from subscriptions s join customers c on c.id = s.customer_id join schedules d on d.id = s.schedule_id
      join newsletters n on n.id = s.newsletter_id
      where s.customer_id > ${after} and s.customer_id <= ${after + RANGE} and c.erased_at is null
        and c.merged_into is null and (d.zone <> c.zone
        or (d.pace ->> 'kind' = 'own_date' and substr(d.anchor_on, 6) is not substr(c.birth_on, 6))
        or (s.chosen_by = 'default' and (d.pace <> n.default_pace
          or d.minute <> coalesce(n.default_pace ->> 'minute', n.default_minute))))`,
  );
}

function moveOf(row: MovedRow): Move {
  const isDefault = row.chosenBy === "default";
  const schedule = scheduleOf({
    pace: JSON.parse(isDefault ? row.defaultPace : row.pace) as Pace,
    minute: isDefault ? row.defaultMinute : row.oldMinute,
    zone: row.zone,
    birthOn: row.birthOn,
    startOn: (isDefault ? undefined : row.anchorOn) ?? dateOfEpochDay(Math.floor(row.createdAt / DAY_MS)),
  });
  return { row, schedule, key: scheduleKey(schedule) };
}

/** Whoever chose anew in between keeps that choice: a subscription moves only from the schedule that was read. */
function moveStatements(moves: readonly Move[], now: number, watermark: number | undefined): Statement[] {
  const rows = moves.map(({ row, key }) => [row.customerId, row.newsletterId, row.scheduleId, key]);
  const isMoved = sql`select s.customer_id || ' ' || s.newsletter_id from ${jsonRows(rows)}
    join schedules d on d.key = ${column(3)} join subscriptions s on s.customer_id = ${column(0)}
      and s.newsletter_id = ${column(1)} and s.schedule_id = d.id`;
  return [
    upsertSchedules(moves.map(({ schedule }) => schedule)),
    sql`update subscriptions set schedule_id = d.id, updated_at = ${now} from ${jsonRows(rows)}
      join schedules d on d.key = ${column(3)} where subscriptions.customer_id = ${column(0)}
        and subscriptions.newsletter_id = ${column(1)} and subscriptions.schedule_id = ${column(2)}`,
    ...(watermark === undefined
      ? []
      : [
          sql`delete from messages where customer_id in (select ${column(0)} from ${jsonRows(rows)})
            and customer_id || ' ' || newsletter_id in (${isMoved}) and state = 'planned' and due_at > ${now}`,
          insertFrom(
            sql`${jsonRows(dueRows(moves, now, watermark))} join schedules d on d.key = ${column(0)}
              join subscriptions s on s.customer_id = ${column(3)} and s.newsletter_id = ${column(4)}
                and s.schedule_id = d.id and s.state = 'active'`,
            now,
          ),
        ]),
  ];
}

/** What the new schedules mean up to the planner's watermark, and the dates that a move would have lost. */
function dueRows(moves: readonly Move[], now: number, watermark: number): unknown[][] {
  const schedules = moves.map(({ row, schedule, key }) => ({ ...schedule, row, key }));
  const { occurrences } = duePlan({ schedules, watermark: now, now, until: watermark, graceMs: 0 });
  const ahead = occurrences.map(({ schedule: { key, row }, on, dueAt }) => [
    key,
    on,
    dueAt,
    row.customerId,
    row.newsletterId,
  ]);
  const overtaken = moves.flatMap(({ row, schedule, key }) =>
    overtakenDates({ zone: row.oldZone, minute: row.oldMinute }, schedule, now).map((on) => [
      key,
      on,
      now,
      row.customerId,
      row.newsletterId,
    ]),
  );
  return [...overtaken, ...ahead];
}
