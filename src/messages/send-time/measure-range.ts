import { sql } from "drizzle-orm";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";
import { type ArmSums, NO_SUMS, type Sums } from "./effect.ts";

/** Messages are looked at when so much time for an answer is over, and no longer than a quarter of a year. */
const ANSWER_MS = 2 * DAY_MS;
const LOOK_BACK_MS = 90 * DAY_MS;

type Range = {
  readonly newsletterId: number;
  readonly after: number;
  readonly last: number;
  readonly usualMinute: number;
  readonly now: number;
};

type Row = { readonly isHeldOut: number } & { readonly [Key in keyof ArmSums]: number };

/**
 * What came of messages to those whose best minute is another than the usual one: who got them then, and who was held out of it
 * and would have. Only what was planned since that is known counts, and only customers whose clicks may be kept.
 */
export async function measureRange(
  store: Store,
  { newsletterId, after, last, usualMinute, now }: Range,
): Promise<Sums> {
  const rows = await store.read<Row>(
    sql`select isHeldOut, count(*) as customers, sum(n) as messages, sum(y) as answered, sum(n * n) as squaredMessages,
      sum(y * y) as squaredAnswered, sum(n * y) as product from
      (select t.is_held_out as isHeldOut, count(*) as n, sum(exists (select 1 from clicks k where k.message_id = m.id
          and k.at <= m.accepted_at + ${ANSWER_MS} and k.verdict = 'person' and k.link_no <> ${OPT_OUT_LINK})) as y
        from send_times t join customers c on c.id = t.customer_id and c.is_tracked = 1
        join messages m on m.customer_id = t.customer_id and m.newsletter_id = t.newsletter_id and m.planned_at >= t.since
          and m.accepted_at between ${now - LOOK_BACK_MS} and ${now - ANSWER_MS}
        where t.newsletter_id = ${newsletterId} and t.customer_id > ${after} and t.customer_id <= ${last}
          and t.minute <> ${usualMinute}
        group by t.customer_id)
      group by isHeldOut`,
  );
  const armOf = (part: number): ArmSums => {
    const found = rows.find(({ isHeldOut }) => isHeldOut === part);
    if (found === undefined) return NO_SUMS;
    const { isHeldOut: _, ...sums } = found;
    return sums;
  };
  return { moved: armOf(0), heldOut: armOf(1) };
}
