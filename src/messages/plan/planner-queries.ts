import { sql, type SQL } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { Schedule } from "#messages/schedule/due.ts";
import type { Store } from "#store/store.ts";

export type ScheduleRow = Schedule & { readonly id: number };

/** The planner of messages, by its name in planner_state. */
export const PLANNER = "messages";

/** No run comes further ahead than this. Whoever replans works out so much, and the batch itself keeps what is the planner's past. */
export const MOST_AHEAD_MS = 14 * DAY_MS;

/**
 * What falls due up to here is not asked for by a later run: it was planned, or a run under way announced it. Null before the
 * first run. It belongs into the batch that it decides about: read before, it may be old when the batch is written.
 */
export const PLANNED_UPTO: SQL = sql`(select max(watermark, announced) from planner_state where name = ${PLANNER})`;

/** Of what fell due up to `now`, this much is planned: what lies between is the next run's. */
export function plannedBy(now: number): SQL {
  return sql`(select min(watermark, ${now}) from planner_state where name = ${PLANNER})`;
}

/**
 * Tells how far a run is going to come, before it reads the first schedule. A choice that is saved after that plans up to here
 * by itself; one that was saved before it is read by the run. A run that dies leaves a promise that the next one keeps.
 */
export async function announceRun(
  store: Store,
  { watermark, until, now }: { readonly watermark: number; readonly until: number; readonly now: number },
): Promise<void> {
  await store.write([
    sql`insert into planner_state (name, watermark, announced, updated_at)
      values (${PLANNER}, ${watermark}, ${until}, ${now})
      on conflict (name) do update set announced = max(announced, excluded.announced), updated_at = excluded.updated_at`,
  ]);
}

export async function findWatermark(store: Store, planner: string): Promise<number | undefined> {
  const [row] = await store.read<{ watermark: number }>(
    sql`select watermark from planner_state where name = ${planner}`,
  );
  return row?.watermark;
}

/** The watermark never moves back, whoever writes last. */
export async function saveWatermark(
  store: Store,
  { planner, watermark, now }: { readonly planner: string; readonly watermark: number; readonly now: number },
): Promise<void> {
  await store.write([
    sql`insert into planner_state (name, watermark, updated_at) values (${planner}, ${watermark}, ${now})
      on conflict (name) do update set watermark = max(watermark, excluded.watermark), updated_at = excluded.updated_at`,
  ]);
}

const CHUNK = 10_000;

/** All schedules in chunks, each aggregated to one JSON text: a sixth of the cost of row objects. */
export async function* readSchedules(store: Store): AsyncGenerator<readonly ScheduleRow[]> {
  const paces = new Map<string, Pace>();
  for (let after = 0; ;) {
    const [row] = await store.read<{ rows: string }>(
      sql`select json_group_array(json_array(id, pace, zone, minute, anchor_on)) as rows
        from (select * from schedules where id > ${after} order by id limit ${CHUNK})`,
    );
    const rows = JSON.parse(row?.rows ?? "[]") as Array<[number, string, string, number, string | null]>;
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(([id, text, zone, minute, anchorOn]) => ({
      id,
      // Shared paces keep one identity, by which duePlan recognises a rule without building its key.
      pace: sharedPace(paces, text),
      zone,
      minute,
      ...(anchorOn === null ? {} : { anchorOn }),
    }));
    after = last[0];
  }
}

function sharedPace(known: Map<string, Pace>, text: string): Pace {
  let pace = known.get(text);
  if (pace === undefined) {
    pace = JSON.parse(text) as Pace;
    known.set(text, pace);
  }
  return pace;
}
