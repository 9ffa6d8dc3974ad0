import { sql, type SQL } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { column, jsonRows } from "#store/json-rows.ts";
import type { Statement } from "#store/store.ts";
import type { Entrant } from "./match-happenings.ts";

/** The columns of an entrant's row, as the statements read them. */
const at = {
  trigger: column(0),
  customer: column(1),
  key: column(2),
  enteredAt: column(3),
  dueAt: column(4),
  logId: column(5),
  isHeldOut: column(6),
  occurrenceOn: column(7),
  data: column(8),
  days: column(9),
  restarts: column(10),
} as const;

function rowOf({
  trigger,
  customerId,
  key,
  enteredAt,
  dueAt,
  logId,
  isHeldOut,
  occurrenceOn,
  data,
}: Entrant): unknown[] {
  const { again, restarts } = trigger.input;
  // 2: whatever the key, one waits at a time.
  const restartKind = restarts ? (again.kind === "key" ? 1 : 2) : 0;
  return [
    trigger.id,
    customerId,
    key,
    enteredAt,
    dueAt,
    logId,
    isHeldOut ? 1 : 0,
    occurrenceOn,
    data === undefined ? null : JSON.stringify(data),
    again.kind === "days" ? again.days : null,
    restartKind,
  ];
}

/**
 * Lets these in: an entry each, and for who is not held out the message's row. Exactly once by the unique key on customer,
 * trigger and entry key: the same batch again, or another process's, changes nothing. A trigger that is not live any more lets
 * nobody in.
 */
export function enterStatements(entrants: readonly Entrant[], now: number): Statement[] {
  if (entrants.length === 0) return [];
  const rows = jsonRows(entrants.map(rowOf));
  const hasRestarts = entrants.some(({ trigger }) => trigger.input.restarts);
  return [
    ...(hasRestarts ? restartStatements(rows) : []),
    sql`insert into trigger_entries (trigger_id, customer_id, entry_key, entered_at, due_at, log_id, is_held_out)
      select t.id, c.id, ${at.key}, ${at.enteredAt}, ${at.dueAt}, ${at.logId}, ${at.isHeldOut} from ${rows}
      cross join triggers t on t.id = ${at.trigger} and t.state = 'live'
      cross join customers c on c.id = ${at.customer} and c.erased_at is null and c.merged_into is null
      where (${at.days} is null or not exists (select 1 from trigger_entries o where o.customer_id = c.id
          and o.trigger_id = t.id and abs(o.entered_at - ${at.enteredAt}) < ${at.days} * ${DAY_MS}))
        and (${at.restarts} = 0 or not exists (select 1 from trigger_entries o join messages m on m.id = o.message_id
          where o.customer_id = c.id and o.trigger_id = t.id and m.state = 'planned'
            and (${at.restarts} = 2 or o.entry_key = ${at.key})))
      on conflict (customer_id, trigger_id, entry_key) do nothing`,
    sql`insert into messages (customer_id, newsletter_id, occurrence_on, lane, channel, state, planned_at, due_at, priority)
      select e.customer_id, n.id, ${at.occurrenceOn}, 'e' || e.id, n.channels ->> 0, 'planned', ${now}, e.due_at, n.priority
      from ${rows} cross join ${entry} cross join triggers t on t.id = e.trigger_id
      cross join newsletters n on n.id = t.newsletter_id
      where e.message_id is null and e.is_held_out = 0 on conflict do nothing`,
    sql`update trigger_entries as e set message_id = (select m.id from messages m where m.customer_id = e.customer_id
        and m.newsletter_id = (select newsletter_id from triggers where id = e.trigger_id)
        and m.occurrence_on = ${at.occurrenceOn} and m.lane = 'e' || e.id)
      from ${rows} where e.customer_id = ${at.customer} and e.trigger_id = ${at.trigger} and e.entry_key = ${at.key}
        and e.log_id = ${at.logId} and e.message_id is null and e.is_held_out = 0`,
    ...(entrants.some(({ data }) => data !== undefined) ? [insertData(rows)] : []),
  ];
}

/** The entry that a row made, or found made by an earlier pass from the same happening. */
const entry = sql`trigger_entries e on e.customer_id = ${at.customer} and e.trigger_id = ${at.trigger}
  and e.entry_key = ${at.key} and e.log_id = ${at.logId}`;

function insertData(rows: SQL): SQL {
  return sql`insert into message_data (message_id, customer_id, data)
    select e.message_id, e.customer_id, ${at.data} from ${rows} cross join ${entry}
    where ${at.data} is not null and e.message_id is not null on conflict (message_id) do nothing`;
}

/** Whoever waits, waits anew: from the later happening, with what it says. */
function restartStatements(rows: SQL): SQL[] {
  const waiting = sql`${rows} cross join trigger_entries e on e.customer_id = ${at.customer}
    and e.trigger_id = ${at.trigger} and e.entered_at < ${at.enteredAt} and ${at.restarts} > 0
    and (${at.restarts} = 2 or e.entry_key = ${at.key})
    cross join messages m on m.id = e.message_id and m.state = 'planned'`;
  return [
    sql`insert into message_data (message_id, customer_id, data) select m.id, e.customer_id, ${at.data} from ${waiting}
      where ${at.data} is not null on conflict (message_id) do update set data = excluded.data`,
    // The limit keeps the rows that wait a table of their own: joined with, they would be looked for in all that there are.
    sql`update messages as w set due_at = x.due_at
      from (select m.id, ${at.dueAt} as due_at from ${waiting} limit -1) as x where w.id = x.id`,
    sql`update trigger_entries as w set entered_at = x.entered_at, due_at = x.due_at, log_id = x.log_id
      from (select e.id, ${at.enteredAt} as entered_at, ${at.dueAt} as due_at, ${at.logId} as log_id from ${waiting} limit -1) as x
      where w.id = x.id`,
  ];
}

/** Something that ends waits: who, when, and what it may be compared by. */
export type Exit = {
  readonly customerId: number;
  readonly at: number;
  readonly logId: number;
  readonly name: string;
  /** By property, as entry keys are made. */
  readonly keys: Readonly<Record<string, string>>;
};

/** Which event ends the wait in which trigger; with `property` only where it is her entry's key. */
export type ExitRule = {
  readonly triggerId: number;
  readonly name: string;
  readonly property: string | undefined;
  /** The trigger's entries come from the same log: the happening that let her in is no exit. */
  readonly isEventTrigger: boolean;
};

/** Takes back the messages of those who did meanwhile what makes them needless: by trigger_entries_once, customer first. */
export function exitStatement(exits: readonly Exit[], rules: readonly ExitRule[]): SQL {
  const rows = exits.map(({ customerId, at: happenedAt, logId, name, keys }) => [
    customerId,
    happenedAt,
    logId,
    name,
    keys,
  ]);
  const ruleRows = rules.map(({ triggerId, name, property, isEventTrigger }) => [
    triggerId,
    name,
    property ?? null,
    isEventTrigger ? 1 : 0,
  ]);
  return sql`update messages set state = 'skipped', reason = 'exited', reserved_at = null
    where attempts = 0 and state in ('planned', 'deferred') and id in (
      select e.message_id from ${jsonRows(rows)} cross join trigger_entries e on e.customer_id = item.value ->> 0
        and e.entered_at <= item.value ->> 1
      cross join json_each(${JSON.stringify(ruleRows)}) as rule on rule.value ->> 0 = e.trigger_id
        and rule.value ->> 1 = item.value ->> 3
      where e.message_id is not null and (rule.value ->> 3 = 0 or e.log_id <> item.value ->> 2)
        and (rule.value ->> 2 is null or e.entry_key = (item.value -> 4) ->> (rule.value ->> 2)))`;
}

/** A pass that finds the cursor moved by another one has done nothing that the other did not. */
export function moveCursor(log: string, position: number, now: number): SQL {
  return sql`update trigger_cursors set position = max(position, ${position}), updated_at = ${now} where log = ${log}`;
}
