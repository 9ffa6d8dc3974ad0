import { sql } from "drizzle-orm";
import { SECOND_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

/** A sender may be ahead of its rate by so much: a group leaves at once. */
const BURST_MS = SECOND_MS;
const MOST_ROUNDS = 10;

export type Turns = {
  /** So many may leave now. */
  readonly granted: number;
  /** When each of the others has its place, epoch ms. */
  readonly later: readonly number[];
};

type Row = { readonly usedUntil: number; readonly bookedUntil: number };

/**
 * A sender's own rate, by the generic cell rate algorithm (ITU-T I.371): each text or call moves the time at which the sender is free
 * again. Those that find no room are given places one after another, so that they come back evenly and not all at once.
 */
export async function bookTurns(
  store: Store,
  {
    sender,
    count,
    perSecond,
    now,
  }: { readonly sender: string; readonly count: number; readonly perSecond: number; readonly now: number },
): Promise<Turns> {
  const stepMs = SECOND_MS / perSecond;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [row] = await store.read<Row>(
      sql`select used_until as usedUntil, booked_until as bookedUntil from phone_rates where sender = ${sender}`,
    );
    const turns = divide({ count, stepMs, now, row });
    const { usedUntil, bookedUntil } = turns;
    const [moved = []] = await store.write([
      sql`insert into phone_rates (sender, used_until, booked_until) values (${sender}, ${usedUntil}, ${bookedUntil})
        on conflict (sender) do update set used_until = excluded.used_until, booked_until = excluded.booked_until
          where phone_rates.used_until = ${row?.usedUntil ?? -1} and phone_rates.booked_until = ${row?.bookedUntil ?? -1}
        returning sender`,
    ]);
    if (moved.length > 0) return turns;
  }
  // Somebody else is always quicker: nothing leaves, and this comes back in a second.
  return { granted: 0, later: Array.from({ length: count }, () => now + SECOND_MS) };
}

/** Pure: how many of `count` may leave now, and where that leaves the sender. */
export function divide({
  count,
  stepMs,
  now,
  row,
}: {
  readonly count: number;
  readonly stepMs: number;
  readonly now: number;
  readonly row: Row | undefined;
}): Turns & Row {
  const free = Math.max(row?.usedUntil ?? 0, now);
  // One always may where the sender is free, however slow it is.
  const room = Math.floor((now + BURST_MS - free) / stepMs);
  const granted = Math.max(0, Math.min(count, free <= now ? Math.max(1, room) : room));
  const usedUntil = Math.ceil(free + granted * stepMs);
  const from = Math.max(row?.bookedUntil ?? 0, usedUntil, now + BURST_MS);
  const later = Array.from({ length: count - granted }, (_, index) => Math.ceil(from + index * stepMs));
  const bookedUntil = later.length === 0 ? (row?.bookedUntil ?? 0) : Math.ceil(from + later.length * stepMs);
  return { granted, later, usedUntil, bookedUntil };
}
