import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import type { Store } from "#store/store.ts";

/** Whole UTC days. */
export function dayOf(now: number): { readonly day: string; readonly endsAt: number } {
  const day = Math.floor(now / DAY_MS);
  return { day: dateOfEpochDay(day), endsAt: (day + 1) * DAY_MS };
}

/** What one channel may cost on one UTC day. */
type Purse = { readonly channel: "sms" | "voice" | "print"; readonly day: string };

/** Tries for a share that others take from at the same time. */
const MOST_ROUNDS = 5;

/**
 * Takes as many of these costs, in their order, as the day's limit lets through, and gives their number. The sum is moved in one
 * statement that refuses to pass the limit, so no two senders together can.
 */
export async function spend(
  store: Store,
  { channel, day, costs, limitMilli }: Purse & { readonly costs: readonly number[]; readonly limitMilli: number },
): Promise<number> {
  let count = costs.length;
  for (let round = 0; round < MOST_ROUNDS && count > 0; round += 1) {
    const sum = costs.slice(0, count).reduce((total, cost) => total + cost, 0);
    const [, moved = []] = await store.write<{ spent: number }>([
      sql`insert into phone_spend (channel, day, spent_milli) values (${channel}, ${day}, 0) on conflict do nothing`,
      sql`update phone_spend set spent_milli = spent_milli + ${sum}
        where channel = ${channel} and day = ${day} and spent_milli + ${sum} <= ${limitMilli}
        returning spent_milli as spent`,
    ]);
    if (moved.length > 0) return count;
    const [row] = await store.read<{ spent: number }>(
      sql`select spent_milli as spent from phone_spend where channel = ${channel} and day = ${day}`,
    );
    count = countWithin(costs.slice(0, count), limitMilli - (row?.spent ?? 0));
  }
  return 0;
}

function countWithin(costs: readonly number[], room: number): number {
  let sum = 0;
  const first = costs.findIndex((cost) => {
    sum += cost;
    return sum > room;
  });
  return first === -1 ? costs.length : first;
}

/** Gives back what was not sent after all. */
export async function refund(store: Store, { milli, ...purse }: Purse & { readonly milli: number }): Promise<void> {
  if (milli <= 0) return;
  await store.write([
    sql`update phone_spend set spent_milli = max(0, spent_milli - ${milli})
      where channel = ${purse.channel} and day = ${purse.day}`,
  ]);
}
