import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import type { Store } from "#store/store.ts";

/** Whole UTC days. */
export function dayOf(now: number): { readonly day: string; readonly endsAt: number } {
  const day = Math.floor(now / DAY_MS);
  return { day: dateOfEpochDay(day), endsAt: (day + 1) * DAY_MS };
}

/** Tries for a share that others take from at the same time. */
const MOST_ROUNDS = 5;

/**
 * Takes as many of these costs, in their order, as the day's limit lets through, and gives their number. The sum is moved in one
 * statement that refuses to pass the limit, so no two senders together can.
 */
export async function spend(
  store: Store,
  { day, costs, limitMilli }: { readonly day: string; readonly costs: readonly number[]; readonly limitMilli: number },
): Promise<number> {
  let count = costs.length;
  for (let round = 0; round < MOST_ROUNDS && count > 0; round += 1) {
    const sum = costs.slice(0, count).reduce((total, cost) => total + cost, 0);
    const [, moved = []] = await store.write<{ spent: number }>([
      sql`insert into sms_spend (day, spent_milli) values (${day}, 0) on conflict do nothing`,
      sql`update sms_spend set spent_milli = spent_milli + ${sum} where day = ${day} and spent_milli + ${sum} <= ${limitMilli}
        returning spent_milli as spent`,
    ]);
    if (moved.length > 0) return count;
    const [row] = await store.read<{ spent: number }>(
      sql`select spent_milli as spent from sms_spend where day = ${day}`,
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
export async function refund(
  store: Store,
  { day, milli }: { readonly day: string; readonly milli: number },
): Promise<void> {
  if (milli <= 0) return;
  await store.write([sql`update sms_spend set spent_milli = max(0, spent_milli - ${milli}) where day = ${day}`]);
}
