import { sql } from "drizzle-orm";

/** What became of one who came in. */
export const entryOutcomes = ["waiting", "sent", "exited", "held_out", "skipped", "failed", "taken_back"] as const;

export type EntryOutcome = (typeof entryOutcomes)[number];

/**
 * Of an entry `e` and its message `m`, which is gone where somebody left the topic or the trigger was withdrawn. The message tells:
 * nothing is written twice that could come to differ.
 */
export const entryOutcome = sql.raw(`case when e.is_held_out = 1 then 'held_out' when m.id is null then 'taken_back'
  when m.state in ('planned', 'claimed', 'attempting', 'deferred') then 'waiting'
  when m.state in ('accepted', 'delivered', 'bounced') then 'sent'
  when m.state = 'skipped' then iif(m.reason in ('exited', 'cancelled'), 'exited', 'skipped') else 'failed' end`);

/** The reason beside the outcome: why she was skipped or it failed, and whether an event or a hand ended her wait. */
export const entryReason = sql.raw(`case when m.state in ('skipped', 'rejected', 'unknown_outcome') then m.reason end`);
