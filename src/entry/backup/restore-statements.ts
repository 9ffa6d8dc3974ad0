import type { InValue } from "@libsql/client";

type Statement = { readonly sql: string; readonly args: InValue[] };

export type RestoreMarks = {
  /** epoch ms */
  readonly takenAt: number;
  readonly restoredAt: number;
  /** Leaves marketing running; without it the operator starts it again. */
  readonly keepsRunning: boolean;
};

/**
 * Numbers that left the house since the backup may be with somebody: a message's number in its links, an event's id in an
 * export's cursor. New ones begin so far above that none is ever given twice.
 */
const GAP = 1_000_000_000;
const NUMBERED = ["messages", "events", "consents"];

/**
 * What a restored database must know, in one transaction, before it is served. What was due between the backup and now may
 * have been sent by the database that was lost: it is held ("skipped", reason "restored") until an operator releases it, and
 * keeps its place in caps. What was on its way is unknown, and what would be planned for that time is not planned any more.
 * Marketing rests, since who left it after the backup is not known; sessions end.
 */
export function restoreStatements({ takenAt, restoredAt, keepsRunning }: RestoreMarks): readonly Statement[] {
  return [
    {
      sql: `update messages set state = 'skipped', reason = 'restored', claimed_by = null, lease_until = null,
        reserved_at = coalesce(reserved_at, due_at)
        where state in ('planned', 'deferred', 'claimed') and due_at <= ?`,
      args: [restoredAt],
    },
    {
      sql: `update messages set state = 'planned', claimed_by = null, lease_until = null, reserved_at = null
        where state = 'claimed'`,
      args: [],
    },
    {
      sql: `update messages set state = 'unknown_outcome', reason = 'restored', claimed_by = null, lease_until = null
        where state = 'attempting'`,
      args: [],
    },
    {
      sql: `update planner_state set watermark = max(watermark, ?1), announced = max(announced, ?1), updated_at = ?1
        where name = 'messages'`,
      args: [restoredAt],
    },
    ...(keepsRunning
      ? []
      : [
          {
            sql: `update newsletters set state = 'paused', updated_at = ? where state = 'running' and message_class = 'marketing'`,
            args: [restoredAt],
          },
        ]),
    ...NUMBERED.map((table) => ({
      sql: `insert into sqlite_sequence (name, seq) select ?1, 0
        where not exists (select 1 from sqlite_sequence where name = ?1)`,
      args: [table],
    })),
    {
      sql: `update sqlite_sequence set seq = seq + ${GAP} where name in (select value from json_each(?))`,
      args: [JSON.stringify(NUMBERED)],
    },
    {
      // Links are numbered by their highest row: one that leads nowhere keeps the next ones apart.
      sql: `insert into links (id, destination, kind, created_at)
        select coalesce(max(id), 0) + ${GAP}, 'restored:' || ?1, 'page', ?1 from links`,
      args: [restoredAt],
    },
    { sql: "delete from session", args: [] },
    {
      sql: `insert into audit_log (at, actor_kind, actor_id, action, subject_kind, subject_id, detail)
        select ?1, 'system', 'restore', 'restore-backup', 'database', 'main',
          json_object('takenAt', ?2, 'held', (select count(*) from messages where reason = 'restored' and state = 'skipped'))`,
      args: [restoredAt, takenAt],
    },
  ];
}
