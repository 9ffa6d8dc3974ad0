import { sql, type SQL } from "drizzle-orm";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import type { Store } from "#store/store.ts";
import { answerHours, type ByHour, drawnTowards, EVEN } from "./answer-hours.ts";

/** The newest clicks, machines' among them: enough for 24 shares, and the same cost however many there are. */
const SAMPLE = 20_000;
/** Under so many answers nothing is known of anybody: everybody keeps the usual minute. */
const FEWEST_ANSWERS = 100;
/** What even hours weigh against everybody's, and everybody's against the segment's, in answers. */
const EVEN_ANSWERS = 24;
const ALL_ANSWERS = 100;

/**
 * Shares of answers by local hour: of the segment's members drawn towards everybody's, where the newsletter is for a segment;
 * else everybody's. undefined while too few have answered.
 */
export async function findPrior(
  store: Store,
  { audience, since }: { readonly audience: string | null; readonly since: number },
): Promise<ByHour | undefined> {
  const all = await sampled(store, since, sql`1`);
  if (all.answers < FEWEST_ANSWERS) return undefined;
  const everybody = drawnTowards(EVEN, all.byHour, EVEN_ANSWERS);
  if (audience === null) return everybody;
  const members = await sampled(
    store,
    since,
    sql`exists (select 1 from segments g join segment_members m on m.segment_id = g.id
      where g.code = ${audience} and m.customer_id = k.customer_id)`,
  );
  return drawnTowards(everybody, members.byHour, ALL_ANSWERS);
}

type Sampled = { readonly byHour: ByHour; readonly answers: number };

async function sampled(store: Store, since: number, which: SQL): Promise<Sampled> {
  const rows = await store.read<{ zone: string; clicks: string }>(
    sql`select c.zone, json_group_array(k.at) as clicks from (select * from clicks order by id desc limit ${SAMPLE}) as k
      join customers c on c.id = k.customer_id and c.is_tracked = 1
      where k.verdict = 'person' and k.settled_at is not null and k.link_no <> ${OPT_OUT_LINK} and k.at > ${since}
        and ${which} group by k.customer_id`,
  );
  const each = rows.map(({ zone, clicks }) => answerHours(JSON.parse(clicks) as number[], zone));
  return {
    byHour: EVEN.map((_, hour) => each.reduce((sum, { byHour }) => sum + (byHour[hour] ?? 0), 0)),
    answers: each.reduce((sum, { days }) => sum + days, 0),
  };
}
