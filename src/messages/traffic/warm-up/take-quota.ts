import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";
import type { Store } from "#store/store.ts";
import { nextCap, type WarmUpPlan, type WarmUpRecord } from "./next-cap.ts";

const MOST_ROUNDS = 5;
const LOOKS_BACK_DAYS = 7;

type Day = { readonly stream: string; readonly plan: WarmUpPlan; readonly now: number };
type Today = { readonly cap: number; readonly booked: number };

/**
 * Takes up to `count` places of a stream's day, and gives their number. The sum moves in one statement that never passes the
 * cap, so no two workers together can. Places that are not used are not given back: a cap is a cap.
 */
export async function takeQuota(store: Store, { count, ...of }: Day & { readonly count: number }): Promise<number> {
  const { stream, now } = of;
  const { day } = dayOf(now);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { cap, booked } = await quotaOf(store, of);
    const taken = Math.min(count, Math.max(0, cap - booked));
    if (taken === 0) return 0;
    const [moved = []] = await store.write([
      sql`update stream_days set booked = booked + ${taken} where stream = ${stream} and day = ${day}
        and booked = ${booked} and booked + ${taken} <= cap returning stream`,
    ]);
    if (moved.length > 0) return taken;
  }
  return 0;
}

/** The day's cap and what is taken of it; planned now where nobody asked before. */
export async function quotaOf(store: Store, day: Day): Promise<Today> {
  return (await findToday(store, day.stream, dayOf(day.now).day)) ?? planDay(store, day);
}

/** What must go all the same counts too: the receiver sees no difference. */
export function countQuota(stream: string, count: number, now: number) {
  return sql`update stream_days set booked = booked + ${count} where stream = ${stream} and day = ${dayOf(now).day}
    and cap is not null`;
}

async function findToday(store: Store, stream: string, day: string): Promise<Today | undefined> {
  const [today] = await store.read<Today>(
    sql`select cap, booked from stream_days where stream = ${stream} and day = ${day} and cap is not null`,
  );
  return today;
}

/** Whoever comes first in a day plans it; who comes at the same time finds the same. */
async function planDay(store: Store, { stream, plan, now }: Day): Promise<Today> {
  const { day } = dayOf(now);
  const cap = nextCap(plan, await lastRecord(store, { stream, plan, now }));
  const [, rows = []] = await store.write<Today>([
    sql`insert into stream_days (stream, day, cap) values (${stream}, ${day}, ${cap})
      on conflict (stream, day) do update set cap = coalesce(stream_days.cap, excluded.cap)`,
    sql`select cap, booked from stream_days where stream = ${stream} and day = ${day}`,
  ]);
  return rows[0] ?? { cap, booked: 0 };
}

type Row = Omit<WarmUpRecord, "hasOpened"> & { readonly openedAt: number | null; readonly day: string };

async function lastRecord(store: Store, { stream, plan, now }: Day): Promise<WarmUpRecord | undefined> {
  const { day } = dayOf(now);
  const since = dayOf(now - LOOKS_BACK_DAYS * DAY_MS).day;
  const [last] = await store.read<Row>(
    sql`select l.day, l.cap, l.sent as sentThatDay, week.sent, week.hard, week.complained,
        (select opened_at from breakers where subject = ${stream}) as openedAt
      from stream_days l join (select coalesce(sum(sent), 0) as sent, coalesce(sum(hard), 0) as hard,
        coalesce(sum(complained), 0) as complained from stream_days where stream = ${stream} and day >= ${since} and day < ${day}) as week
      where l.stream = ${stream} and l.day < ${day} and l.day >= ${plan.startOn} and l.cap is not null
      order by l.day desc limit 1`,
  );
  return last === undefined
    ? undefined
    : { ...last, hasOpened: last.openedAt !== null && dayOf(last.openedAt).day >= last.day };
}
