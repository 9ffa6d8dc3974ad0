import type { KeyObject } from "node:crypto";
import { sql } from "drizzle-orm";
import { type Clock, DAY_MS } from "#kernel/clock.ts";
import type { Secret } from "#kernel/secret.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Statement, Store } from "#store/store.ts";
import { answerHours, type ByHour } from "./answer-hours.ts";
import { chooseMinute, type QuietTime } from "./choose-minute.ts";
import { addSums, NO_SUMS, type Sums } from "./effect.ts";
import { findPrior } from "./find-prior.ts";
import { isHeldOut } from "./is-held-out.ts";
import { measureRange } from "./measure-range.ts";

export type SendTimeDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly secret: Secret;
  /** Quiet times of the vendor for all programmes. */
  readonly policy: { readonly quietHours: readonly QuietTime[] };
};

export type RefreshSettings = {
  readonly breathe?: (() => Promise<void>) | undefined;
  /** Ranges of customers that one turn walks; what is left waits for the next. */
  readonly mostRanges?: number;
};

/** Answers older than this tell nothing of how she lives now. */
const LOOK_BACK_MS = 180 * DAY_MS;
const EVERY_MS = DAY_MS;
/** Customer ids of one step: some 20 ms. */
const RANGE = 1_000;
const MOST_RANGES = 10;
/** Of one customer the newest. */
const MOST_CLICKS = 400;

type Newsletter = {
  readonly id: number;
  readonly code: string;
  readonly audience: string | null;
  readonly usualMinute: number;
  readonly beganAt: number | null;
  readonly endedAt: number | null;
  readonly walkedTo: number | null;
  readonly prior: string | null;
  readonly sums: string | null;
};

type Run = {
  readonly beganAt: number;
  readonly walkedTo: number;
  readonly prior: ByHour | undefined;
  readonly sums: Sums;
};

/**
 * Works out for each newsletter that seeks the best hour when it should reach whom: once a day, in bounded turns, a function of
 * the clicks of people alone. Subscriptions follow at the next `rescheduleMoved`. Ending anywhere is safe: the place is written
 * with what was worked out up to it. Returns how many customers it looked at.
 */
export async function refreshSendTimes(
  deps: SendTimeDeps,
  { breathe = async () => undefined, mostRanges = MOST_RANGES }: RefreshSettings = {},
): Promise<number> {
  const newsletters = await deps.store.read<Newsletter>(
    sql`select n.id, n.code, n.audience, n.default_minute as usualMinute, r.began_at as beganAt, r.ended_at as endedAt,
      r.walked_to as walkedTo, r.prior, r.sums from newsletters n left join send_time_runs r on r.newsletter_id = n.id
      where n.best_hour = 1 and n.state <> 'stopped' order by n.id`,
  );
  let looked = 0;
  let ranges = mostRanges;
  for (const newsletter of newsletters) {
    const key = deps.secret.keyFor("send-time/1");
    for (let run = await runOf(deps, newsletter); run !== undefined && ranges > 0; ranges -= 1) {
      const walked = await walkRange({ ...deps, key, newsletter }, run);
      looked += walked.looked;
      run = walked.next;
      await breathe();
    }
  }
  return looked;
}

/** The walk that is under way, or today's; undefined where today's is over. */
async function runOf({ store, clock }: SendTimeDeps, newsletter: Newsletter): Promise<Run | undefined> {
  const { beganAt, endedAt, walkedTo, prior, sums } = newsletter;
  const now = clock.now();
  if (beganAt !== null && endedAt === null) {
    return {
      beganAt,
      walkedTo: walkedTo ?? 0,
      prior: (JSON.parse(prior ?? "null") as ByHour | null) ?? undefined,
      sums: JSON.parse(sums ?? "null") as Sums,
    };
  }
  if (beganAt !== null && now - beganAt < EVERY_MS) return undefined;
  const found = await findPrior(store, { audience: newsletter.audience, since: now - LOOK_BACK_MS });
  const begun: Run = { beganAt: now, walkedTo: 0, prior: found, sums: { moved: NO_SUMS, heldOut: NO_SUMS } };
  await store.write([
    sql`insert into send_time_runs (newsletter_id, began_at, ended_at, walked_to, prior, sums)
      values (${newsletter.id}, ${now}, null, 0, ${JSON.stringify(found ?? null)}, ${JSON.stringify(begun.sums)})
      on conflict (newsletter_id) do update set began_at = excluded.began_at, ended_at = null, walked_to = 0,
        prior = excluded.prior, sums = excluded.sums`,
  ]);
  return begun;
}

type Walk = SendTimeDeps & { readonly key: KeyObject; readonly newsletter: Newsletter };
type Subscriber = {
  readonly customerId: number;
  readonly zone: string;
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly clicks: string;
};

async function walkRange(walk: Walk, run: Run): Promise<{ readonly looked: number; readonly next: Run | undefined }> {
  const { store, newsletter, clock } = walk;
  const last = await lastOf(store, run.walkedTo);
  if (last === undefined) {
    await store.write([
      sql`update send_time_runs set ended_at = ${clock.now()}, measured = sums where newsletter_id = ${newsletter.id}`,
    ]);
    return { looked: 0, next: undefined };
  }
  const range = { newsletterId: newsletter.id, after: run.walkedTo, last };
  const measured = await measureRange(store, { ...range, usualMinute: newsletter.usualMinute, now: run.beganAt });
  const sums = { moved: addSums(run.sums.moved, measured.moved), heldOut: addSums(run.sums.heldOut, measured.heldOut) };
  const subscribers = await store.read<Subscriber>(
    sql`select s.customer_id as customerId, c.zone, p.quiet_from as quietFrom, p.quiet_until as quietUntil,
        (select json_group_array(at) from (select e.at from events e where e.customer_id = s.customer_id and e.name = 'click'
          and e.kind = 'click' and e.at > ${run.beganAt - LOOK_BACK_MS} order by e.at desc limit ${MOST_CLICKS})) as clicks
      from subscriptions s join customers c on c.id = s.customer_id left join preferences p on p.customer_id = s.customer_id
      where s.customer_id > ${range.after} and s.customer_id <= ${last} and s.newsletter_id = ${newsletter.id}
        and s.state = 'active' and s.chosen_by = 'default'`,
  );
  await store.write(rangeStatements(walk, { range, run, sums, subscribers }));
  return { looked: subscribers.length, next: { ...run, walkedTo: last, sums } };
}

async function lastOf(store: Store, after: number): Promise<number | undefined> {
  const [row] = await store.read<{ last: number | null }>(
    sql`select max(id) as last from (select id from customers where id > ${after} order by id limit ${RANGE})`,
  );
  return row?.last ?? undefined;
}

type Worked = {
  readonly range: { readonly newsletterId: number; readonly after: number; readonly last: number };
  readonly run: Run;
  readonly sums: Sums;
  readonly subscribers: readonly Subscriber[];
};

/** Who chose for herself in between is left out of the part; her row goes, and her own time was never touched. */
function rangeStatements({ newsletter, key, policy }: Walk, { range, run, sums, subscribers }: Worked): Statement[] {
  const { newsletterId, after, last } = range;
  const rows = subscribers.map(({ customerId, zone, clicks, quietFrom, quietUntil }) => {
    const { byHour: own, days } = answerHours(JSON.parse(clicks) as number[], zone);
    const hers = quietFrom === null || quietUntil === null ? [] : [{ from: quietFrom, to: quietUntil }];
    const quiet = [...policy.quietHours, ...hers];
    const minute = chooseMinute({ prior: run.prior, own, quiet, usualMinute: newsletter.usualMinute });
    const part = isHeldOut(key, { customerId, newsletter: newsletter.code }) ? 1 : 0;
    return [newsletterId, customerId, minute ?? null, part, days, run.beganAt];
  });
  return [
    sql`insert into send_times (newsletter_id, customer_id, minute, is_held_out, answers, since, computed_at)
      select item.value ->> 0, item.value ->> 1, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5,
        item.value ->> 5 from ${jsonRows(rows)} where 1
      on conflict (newsletter_id, customer_id) do update set
        since = iif((send_times.minute is null) = (excluded.minute is null) and send_times.is_held_out = excluded.is_held_out,
          send_times.since, excluded.since),
        minute = excluded.minute, is_held_out = excluded.is_held_out, answers = excluded.answers,
        computed_at = excluded.computed_at`,
    sql`delete from send_times where newsletter_id = ${newsletterId} and customer_id > ${after} and customer_id <= ${last}
      and computed_at < ${run.beganAt}`,
    sql`update send_time_runs set walked_to = ${last}, sums = ${JSON.stringify(sums)} where newsletter_id = ${newsletterId}`,
  ];
}
