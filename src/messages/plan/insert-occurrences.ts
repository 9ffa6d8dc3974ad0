import { sql, type SQL } from "drizzle-orm";
import { addressHashOf } from "#messages/address-of.ts";
import { hasConsent } from "#messages/consent.ts";
import type { Occurrence } from "#messages/schedule/due.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { ScheduleRow } from "./planner-queries.ts";

/** Rows of one statement: on the file driver a statement holds the event loop, and this many take about 20 ms. */
const ROWS_PER_CHUNK = 500;
const COUNTED_AT_ONCE = 20_000;

type Due = Occurrence<ScheduleRow>;

/** Inserts the messages of these occurrences in chunks; yields the number of new rows after each. */
export async function* insertOccurrences(store: Store, now: number, due: readonly Due[]): AsyncGenerator<number> {
  const sizes = await subscriberCounts(store, due);
  let group: Due[] = [];
  let groupRows = 0;
  for (const occurrence of due) {
    const size = sizes.get(occurrence.schedule.id) ?? 0;
    if (size === 0) continue;
    if (size > ROWS_PER_CHUNK) {
      yield* insertByRange(store, now, occurrence);
      continue;
    }
    if (groupRows + size > ROWS_PER_CHUNK) {
      yield await insertGroup(store, now, group);
      group = [];
      groupRows = 0;
    }
    group.push(occurrence);
    groupRows += size;
  }
  if (group.length > 0) yield await insertGroup(store, now, group);
}

async function subscriberCounts(store: Store, due: readonly Due[]): Promise<Map<number, number>> {
  const ids = [...new Set(due.map((occurrence) => occurrence.schedule.id))];
  const counts = new Map<number, number>();
  for (let from = 0; from < ids.length; from += COUNTED_AT_ONCE) {
    const [row] = await store.read<{ rows: string }>(
      sql`select json_group_array(json_array(id, subscribers)) as rows from
        (select item.value as id, (select count(*) from subscriptions s where s.schedule_id = item.value
          and s.state = 'active') as subscribers
        from json_each(${JSON.stringify(ids.slice(from, from + COUNTED_AT_ONCE))}) as item)`,
    );
    for (const [id, subscribers] of JSON.parse(row?.rows ?? "[]") as Array<[number, number]>) {
      counts.set(id, subscribers);
    }
  }
  return counts;
}

async function insertGroup(store: Store, now: number, group: readonly Due[]): Promise<number> {
  const rows = group.map(({ schedule, on, dueAt }) => [schedule.id, on, dueAt]);
  return countInserted(
    store,
    insertFrom(
      sql`${jsonRows(rows)}
    join subscriptions s on s.schedule_id = ${column(0)} and s.state = 'active'`,
      now,
    ),
  );
}

/** One schedule that very many share: walked in the order of the index (schedule, customer). */
async function* insertByRange(store: Store, now: number, { schedule, on, dueAt }: Due): AsyncGenerator<number> {
  for (let after = 0; ;) {
    const [range] = await store.read<{ last: number | null }>(
      sql`select max(customer_id) as last from (select customer_id from subscriptions
        where schedule_id = ${schedule.id} and state = 'active' and customer_id > ${after}
        order by customer_id limit ${ROWS_PER_CHUNK})`,
    );
    if (range?.last === null || range === undefined) return;
    const rows = [[schedule.id, on, dueAt, after, range.last]];
    yield await countInserted(
      store,
      insertFrom(
        sql`${jsonRows(rows)} join subscriptions s on s.schedule_id = ${column(0)} and s.state = 'active'
        and s.customer_id > ${column(3)} and s.customer_id <= ${column(4)}`,
        now,
      ),
    );
    after = range.last;
  }
}

async function countInserted(store: Store, insert: SQL): Promise<number> {
  const [, counted] = await store.write<{ rows: number }>([insert, sql`select changes() as rows`]);
  return counted?.[0]?.rows ?? 0;
}

/**
 * From subscriptions to message rows. Who may not receive is left out already here, unless she named another way (the claim finds
 * out whether it is open to her); the claim asks again. The unique key
 * (customer, newsletter, occurrence, lane) makes a repeated plan change nothing.
 */
export function insertFrom(source: SQL, now: number): SQL {
  return sql`insert into messages (customer_id, newsletter_id, occurrence_on, lane, channel, state, planned_at, due_at, priority)
    select s.customer_id, s.newsletter_id, ${column(1)}, '', s.channel, 'planned', ${now}, ${column(2)}, n.priority
    from ${source}
    join newsletters n on n.id = s.newsletter_id and n.state <> 'stopped' and ${column(2)} >= ${now} - n.grace_ms
    join customers c on c.id = s.customer_id and c.erased_at is null and c.merged_into is null
    left join preferences p on p.customer_id = s.customer_id
    where (${addressHashOf("s.channel", "c")} is not null and (n.message_class <> 'marketing' or (
      ${hasConsent({ customerId: "s.customer_id", channel: "s.channel", topic: "n.topic" })}
      and not exists (select 1 from suppressions x
        where x.address_hash = ${addressHashOf("s.channel", "c")}
        and x.channel = s.channel and x.scope in ('', n.code))))
      or json_array_length(coalesce(s.channel_order, p.channel_order)) > 1)
    and (n.message_class <> 'marketing' or p.paused_from is null or p.paused_from > ${column(1)} or p.paused_until <= ${column(1)})
    on conflict do nothing`;
}
