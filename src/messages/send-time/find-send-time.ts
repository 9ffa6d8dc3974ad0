import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { ByHour } from "./answer-hours.ts";
import { type Effect, effectOf, type Sums } from "./effect.ts";

/** What is known of a newsletter's best hours. */
export type SendTime = {
  /** When the walk over its subscribers that is told of began; null before the first. */
  readonly workedOutAt: number | null;
  /** Shares of answers by local hour, of the segment or of everybody; null while too few answered. */
  readonly answersByHour: ByHour | null;
  /** Subscribers who get it at another minute than the usual one, and how many are held out of that. */
  readonly moved: number;
  readonly heldOut: number;
  /** Answers with and without it; null while there is too little of either. */
  readonly effect: Effect | null;
};

type Row = { readonly beganAt: number; readonly prior: string; readonly measured: string | null };

export async function findSendTime(store: Store, newsletterId: number): Promise<SendTime> {
  const [row] = await store.read<Row>(
    sql`select began_at as beganAt, prior, measured from send_time_runs where newsletter_id = ${newsletterId}`,
  );
  const [counts] = await store.read<{ moved: number; heldOut: number }>(
    sql`select count(*) filter (where is_held_out = 0) as moved, count(*) filter (where is_held_out = 1) as heldOut
      from send_times where newsletter_id = ${newsletterId} and minute is not null`,
  );
  const measured = row?.measured == null ? undefined : (JSON.parse(row.measured) as Sums);
  return {
    workedOutAt: row?.beganAt ?? null,
    answersByHour: row === undefined ? null : (JSON.parse(row.prior) as ByHour | null),
    moved: counts?.moved ?? 0,
    heldOut: counts?.heldOut ?? 0,
    effect: (measured === undefined ? undefined : effectOf(measured)) ?? null,
  };
}
