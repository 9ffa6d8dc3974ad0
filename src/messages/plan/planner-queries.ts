import { sql } from "drizzle-orm";
import type { Pace } from "#messages/schedule/pace.ts";
import type { Schedule } from "#messages/schedule/due.ts";
import type { Store } from "#store/store.ts";

export type ScheduleRow = Schedule & { readonly id: number };

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
