import { sql, type SQL } from "drizzle-orm";
import { type Schedule, scheduleKey } from "#messages/schedule/due.ts";
import { paceKey } from "#messages/schedule/pace.ts";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Query } from "#store/store.ts";

/** What one customer hears of one newsletter. */
export type Subscription = {
  readonly customerCode: string;
  readonly newsletterId: number;
  readonly isOn: boolean;
  readonly channel: string;
  readonly schedule: Schedule;
  readonly chosenBy: "customer" | "default";
  /** Her own order of channels, null to go by the one for all; absent: as the row has it. */
  readonly channelOrder?: readonly string[] | null | undefined;
  /** She wants her own where a household gets one. */
  readonly ownCopy?: boolean;
  /** Of a subscription that she has already, what is not hers to change now: it stays as the row has it by then. */
  readonly isUnsaid?: { readonly channel: boolean; readonly schedule: boolean; readonly ownCopy: boolean };
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

/**
 * Takes away schedules that nobody but these customers refers to, while their subscriptions still stand: it comes before those
 * are deleted, in the same batch. `customerIds` is an SQL list of ids.
 */
export function dropSchedulesOf(customerIds: Query): Query {
  return {
    sql: `delete from schedules
      where id in (select schedule_id from subscriptions where customer_id in (${customerIds.sql}))
        and not exists (select 1 from subscriptions other
          where other.schedule_id = schedules.id and other.customer_id not in (${customerIds.sql}))`,
    params: [...customerIds.params, ...customerIds.params],
  };
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
    subscription.isUnsaid?.channel === true ? 1 : 0,
    subscription.isUnsaid?.schedule === true ? 1 : 0,
    subscription.isUnsaid?.ownCopy === true ? 1 : 0,
    subscription.channelOrder == null ? null : JSON.stringify(subscription.channelOrder),
    subscription.channelOrder === undefined ? 1 : 0,
  ]);
  return sql`insert into subscriptions (customer_id, newsletter_id, state, channel, schedule_id, chosen_by, own_copy,
      channel_order, updated_at)
    select c.id, item.value ->> 1, item.value ->> 2, iif(item.value ->> 7, coalesce(held.channel, item.value ->> 3), item.value ->> 3),
      iif(item.value ->> 8, coalesce(held.schedule_id, d.id), d.id), item.value ->> 5,
      iif(item.value ->> 9, coalesce(held.own_copy, item.value ->> 6), item.value ->> 6),
      iif(item.value ->> 11, held.channel_order, item.value ->> 10), ${now}
    from ${jsonRows(rows)} join customers c on c.code = item.value ->> 0 join schedules d on d.key = item.value ->> 4
      left join subscriptions held on held.customer_id = c.id and held.newsletter_id = item.value ->> 1
    where 1 on conflict (customer_id, newsletter_id) do update set state = excluded.state, channel = excluded.channel,
      schedule_id = excluded.schedule_id, chosen_by = excluded.chosen_by, own_copy = excluded.own_copy,
      channel_order = excluded.channel_order,
      updated_at = excluded.updated_at
    where excluded.chosen_by = 'customer' or subscriptions.chosen_by = 'default'`;
}
