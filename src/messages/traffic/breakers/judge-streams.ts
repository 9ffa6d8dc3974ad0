import { sql, type SQL } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";

/** Dead addresses above 5 % of at least 100 messages, or complaints above 0.3 % of them, of the last seven days. */
const LEAST_JUDGED = 100;
const MOST_HARD = 0.05;
const MOST_COMPLAINED = 0.003;
/** One complaint is one person. */
const LEAST_COMPLAINTS = 2;
const WINDOW_DAYS = 7;

/** Opens the breakers of streams whose receiver will soon judge us, by their days' counts. Gives `Turned` rows of those. */
export function judgeStreams(streams: readonly string[], now: number): SQL {
  const since = dayOf(now - WINDOW_DAYS * DAY_MS).day;
  return sql`insert into breakers (subject, state, cause, opened_at, detail)
    select d.stream, 'open', iif(d.hard > ${MOST_HARD} * d.judged, 'hard_bounces', 'complaints'), ${now},
      json_object('judged', d.judged, 'hard', d.hard, 'complained', d.complained)
    from (select stream, sum(judged) as judged, sum(hard) as hard, sum(complained) as complained from stream_days
      where stream in (select value from json_each(${JSON.stringify(streams)})) and day > ${since} group by stream) as d
    where d.judged >= ${LEAST_JUDGED} and (d.hard > ${MOST_HARD} * d.judged
      or (d.complained > ${MOST_COMPLAINED} * d.judged and d.complained >= ${LEAST_COMPLAINTS}))
    on conflict (subject) do update set state = 'open', cause = excluded.cause, opened_at = excluded.opened_at,
      detail = excluded.detail, probe_at = null, probe_by = null, rounds = 0
    where breakers.state = 'closed' returning subject, state, cause, rounds, failures`;
}
