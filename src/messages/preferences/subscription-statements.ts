import { sql, type SQL } from "drizzle-orm";
import { type Schedule, scheduleKey } from "#messages/schedule/due.ts";
import { paceKey } from "#messages/schedule/pace.ts";
import { columns, jsonRows } from "#store/json-rows.ts";

/** What one customer hears of one newsletter. */
export type Subscription = {
  readonly customerCode: string;
  readonly newsletterId: number;
  readonly isOn: boolean;
  readonly channel: string;
  readonly schedule: Schedule;
  readonly chosenBy: "customer" | "default";
  /** She wants her own where a household gets one. */
  readonly ownCopy?: boolean;
};

/** Schedules are shared: each distinct one is a row, made once. */
export function upsertSchedules(schedules: readonly Schedule[]): SQL {
  const distinct = new Map(schedules.map((schedule) => [scheduleKey(schedule), schedule]));
  const rows = [...distinct].map(([key, { pace, zone, minute, anchorOn }]) => [
    key,
    paceKey(pace),
    zone,
    minute,
    anchorOn ?? null,
  ]);
  return sql`insert into schedules (key, pace, zone, minute, anchor_on) select ${columns(5)} from ${jsonRows(rows)}
    where 1 on conflict do nothing`;
}

/** Follows upsertSchedules in the same batch. A default never overwrites what a customer chose. */
export function upsertSubscriptions(subscriptions: readonly Subscription[], now: number): SQL {
  const rows = subscriptions.map((subscription) => [
    subscription.customerCode,
    subscription.newsletterId,
    subscription.isOn ? "active" : "off",
    subscription.channel,
    scheduleKey(subscription.schedule),
    subscription.chosenBy,
    subscription.ownCopy === true ? 1 : 0,
  ]);
  return sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, own_copy, updated_at)
    select c.id, item.value ->> 1, item.value ->> 2, item.value ->> 3, d.id, item.value ->> 5, item.value ->> 6, ${now}
    from ${jsonRows(rows)} join customers c on c.code = item.value ->> 0 join schedules d on d.key = item.value ->> 4
    where 1 on conflict (customer_id, newsletter_id) do update set state = excluded.state, channel = excluded.channel,
      schedule_id = excluded.schedule_id, chosen_by = excluded.chosen_by, own_copy = excluded.own_copy,
      updated_at = excluded.updated_at
    where excluded.chosen_by = 'customer' or subscriptions.chosen_by = 'default'`;
}
