import type { Store } from "#store/store.ts";
import { duePlan, type Occurrence } from "#messages/schedule/due.ts";
import { chunksOf } from "#store/json-rows.ts";
import {
  announceRun,
  findWatermark,
  MOST_AHEAD_MS,
  PLANNER,
  readSchedules,
  saveWatermark,
  type ScheduleRow,
} from "./planner-queries.ts";
import { insertOccurrences } from "./insert-occurrences.ts";

export type PlanSettings = {
  /** How far ahead rows are made, in ms; never further than MOST_AHEAD_MS. */
  readonly planAheadMs: number;
  /** The longest grace time of any programme; each newsletter's own is applied in SQL. */
  readonly graceMs: number;
  /** Called between two chunks, so that a long plan lets others have the thread. */
  readonly breathe?: () => Promise<void>;
};

export type PlanReport = {
  readonly planned: number;
  /** Missed occurrences of schedules that nobody makes up for. */
  readonly missed: number;
  readonly watermark: number;
  /** ms by which the clock was ahead of the watermark, where that looks like a jump */
  readonly jumpMs?: number;
};

/**
 * Makes a row for every occurrence that falls due up to now + planAheadMs: a pure function of (watermark, now), so that a
 * tick may come late, twice or not at all. Ending anywhere is safe: the watermark moves last, and a row is unique by
 * (customer, programme, occurrence). Who chooses anew while it runs is planned by her own choice (replan.ts), up to what the
 * run announced.
 */
export async function planMessages(store: Store, now: number, settings: PlanSettings): Promise<PlanReport> {
  const watermark = (await findWatermark(store, PLANNER)) ?? now;
  const until = Math.max(watermark, now + Math.min(settings.planAheadMs, MOST_AHEAD_MS));
  const window = { watermark, now, until, graceMs: settings.graceMs };
  await announceRun(store, { watermark, until, now });
  const { occurrences, skipped } = await dueBySlices(store, window, settings.breathe);
  const due = duePlan({ ...window, schedules: [] });
  let planned = 0;
  for await (const rows of insertOccurrences(store, now, occurrences)) {
    planned += rows;
    await settings.breathe?.();
  }
  await saveWatermark(store, { planner: PLANNER, watermark: due.watermark, now });
  return {
    planned,
    missed: skipped,
    watermark: due.watermark,
    ...(due.jumpMs === undefined ? {} : { jumpMs: due.jumpMs }),
  };
}

/** Schedules judged at once: a few ms, so that a reader who follows a link meanwhile does not notice. */
const SLICE = 2_500;

/** duePlan judges each schedule by itself, so slices one after the other give what all of them at once would. */
async function dueBySlices(
  store: Store,
  window: Omit<Parameters<typeof duePlan>[0], "schedules">,
  breathe: PlanSettings["breathe"],
): Promise<{ occurrences: Array<Occurrence<ScheduleRow>>; skipped: number }> {
  const occurrences: Array<Occurrence<ScheduleRow>> = [];
  let skipped = 0;
  for await (const chunk of readSchedules(store)) {
    for (const schedules of chunksOf(chunk, SLICE)) {
      await breathe?.();
      const due = duePlan({ ...window, schedules });
      occurrences.push(...due.occurrences);
      skipped += due.skipped;
    }
  }
  return { occurrences, skipped };
}
