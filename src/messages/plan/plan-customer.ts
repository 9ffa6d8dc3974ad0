import { sql } from "drizzle-orm";
import { duePlan } from "#messages/schedule/due.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import { findWatermark } from "./planner-queries.ts";
import { insertFrom } from "./insert-occurrences.ts";

export type ChosenSchedule = {
  /** How the row of the schedule is found inside the same batch. */
  readonly key: string;
  readonly newsletterId: number;
  readonly pace: Pace;
  readonly zone: string;
  readonly minute: number;
  readonly anchorOn?: string | undefined;
};

/**
 * Statements that replace a customer's unclaimed rows after she chose anew: what is not in a worker's hands is taken back,
 * and what her new choice means between now and the planner's watermark is planned at once. They go into the batch that
 * saves the choice.
 */
export async function replanStatements(
  store: Store,
  now: number,
  { customerCode, chosen }: { readonly customerCode: string; readonly chosen: readonly ChosenSchedule[] },
): Promise<Statement[]> {
  const watermark = await findWatermark(store, "messages");
  if (watermark === undefined || chosen.length === 0) return [];
  const { occurrences } = duePlan({ schedules: chosen, watermark: now, now, until: watermark, graceMs: 0 });
  const customer = sql`(select id from customers where code = ${customerCode})`;
  const ids = JSON.stringify(chosen.map((schedule) => schedule.newsletterId));
  const rows = occurrences.map(({ schedule, on, dueAt }) => [schedule.key, on, dueAt, schedule.newsletterId]);
  return [
    sql`delete from messages where customer_id = ${customer} and state = 'planned'
      and newsletter_id in (select value from json_each(${ids})) and due_at > ${now}`,
    insertFrom(
      sql`${jsonRows(rows)} join schedules d on d.key = ${column(0)} join subscriptions s on s.customer_id = ${customer}
        and s.newsletter_id = ${column(3)} and s.schedule_id = d.id and s.state = 'active'`,
      now,
    ),
  ];
}
