import { sql, type SQL } from "drizzle-orm";
import { dayOf } from "#messages/phone/spend-limit.ts";
import { jsonRows } from "#store/json-rows.ts";

type Counted = { readonly id: number; readonly fence: number; readonly isSent: boolean; readonly isHard: boolean };

const ADD = sql.raw(`on conflict (stream, day) do update set sent = stream_days.sent + excluded.sent,
  judged = stream_days.judged + excluded.judged, hard = stream_days.hard + excluded.hard,
  complained = stream_days.complained + excluded.complained`);

/**
 * What tries came to, by stream and day. Stands before the statement that records them in the same batch, and counts only rows
 * that are still being tried: run twice it counts once.
 */
export function countOutcomes(outcomes: readonly Counted[], now: number): SQL {
  const rows = outcomes.map(({ id, fence, isSent, isHard }) => [id, fence, isSent ? 1 : 0, isHard ? 1 : 0]);
  return sql`insert into stream_days (stream, day, sent, judged, hard)
    select m.stream, ${dayOf(now).day}, sum(item.value ->> 2), sum((item.value ->> 2) + (item.value ->> 3)), sum(item.value ->> 3)
    from ${jsonRows(rows)} join messages m on m.id = item.value ->> 0 and m.fence = item.value ->> 1
    where m.state = 'attempting' and m.stream is not null group by m.stream ${ADD}`;
}

/**
 * Dead addresses and complaints that are told later. Stands before the statement that records them, and counts what is not known
 * of the row yet.
 */
export function countReported(
  told: ReadonlyArray<{ readonly messageId: number; readonly isHard: boolean; readonly isComplaint: boolean }>,
  now: number,
): SQL {
  const rows = told.map(({ messageId, isHard, isComplaint }) => [messageId, isHard ? 1 : 0, isComplaint ? 1 : 0]);
  const hard = sql.raw(`sum((item.value ->> 1) and m.bounce_verdict is not 'hard')`);
  const complained = sql.raw(`sum((item.value ->> 2) and m.complained_at is null)`);
  return sql`insert into stream_days (stream, day, hard, complained)
    select m.stream, ${dayOf(now).day}, ${hard}, ${complained} from ${jsonRows(rows)}
    join messages m on m.id = item.value ->> 0
    where m.stream is not null and m.attempts > 0 and m.state not in ('rejected', 'skipped') group by m.stream ${ADD}`;
}
