import { sql } from "drizzle-orm";
import { type Clock, DAY_MS } from "#kernel/clock.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";
import type { Store } from "#store/store.ts";

const KEPT_DAYS = 90;

/** Lets go of what no judgement looks at any more: days of three months ago, signals of yesterday, paces that nobody uses. */
export async function forgetStreams({ store, clock }: { readonly store: Store; readonly clock: Clock }): Promise<void> {
  const now = clock.now();
  const yesterday = now - DAY_MS;
  await store.write([
    sql`delete from stream_days where day < ${dayOf(now - KEPT_DAYS * DAY_MS).day}`,
    sql`delete from stream_signals where since < ${yesterday}`,
    sql`delete from streams where used_until < ${yesterday} and booked_until < ${yesterday} and slowed_until < ${yesterday}
      and suspended_until < ${yesterday}`,
  ]);
}
