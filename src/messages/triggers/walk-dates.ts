import { sql } from "drizzle-orm";
import { dateOfEpochDay, type LocalDate } from "#kernel/calendar.ts";
import { type Clock, DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { civilOf, isLeapYear } from "#messages/schedule/civil.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { LiveTrigger } from "./compile-trigger.ts";
import { type Candidate, matchCandidates } from "./match-happenings.ts";
import { findEarlierEntries, oncePerKey } from "./once-per-key.ts";
import { enterStatements } from "./pass-statements.ts";

export type WalkDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly breathe?: (() => Promise<void>) | undefined;
};

/** Customers of one step, and steps of one turn: a million customers are walked through in some twenty turns, once a day. */
const STEP = 5_000;
const MOST_STEPS = 10;
const BATCH = 250;
const CURSOR = "dates";

/**
 * Around dates: once a day a walk over all customers for those whose date is due today or tomorrow where they live. Each date is
 * found by two walks, and lets her in once by its key; who was added in between is found by the second. Gives who was let in.
 */
export async function walkDates({ store, clock, breathe }: WalkDeps, live: readonly LiveTrigger[]): Promise<number> {
  const dated = live.filter(({ trigger }) => trigger.input.when.kind === "date");
  if (dated.length === 0) return 0;
  const today = Math.floor(clock.now() / DAY_MS);
  let entered = 0;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const after = await findPlace(store, today);
    if (after === undefined) return entered;
    const [range] = await store.read<{ last: number | null }>(
      sql`select max(id) as last from (select id from customers where id > ${after} order by id limit ${STEP})`,
    );
    const last = range?.last ?? null;
    if (last !== null) entered += await enterDated(store, dated, { after, upTo: last, today, now: clock.now() });
    await savePlace(store, { day: today, position: last ?? WALKED, now: clock.now() });
    await breathe?.();
  }
  return entered;
}

/** Behind every customer. */
const WALKED = Number.MAX_SAFE_INTEGER;

/** Up to which customer today's walk came; undefined where it is over. */
async function findPlace(store: Store, today: number): Promise<number | undefined> {
  const [row] = await store.read<{ position: number; day: number | null }>(
    sql`select position, day from trigger_cursors where log = ${CURSOR}`,
  );
  if (row === undefined || row.day === null || row.day < today) return 0;
  return row.position === WALKED ? undefined : row.position;
}

function savePlace(
  store: Store,
  { day, position, now }: { readonly day: number; readonly position: number; readonly now: number },
): Promise<unknown> {
  return store.write([
    sql`insert into trigger_cursors (log, position, day, updated_at) values (${CURSOR}, ${position}, ${day}, ${now})
      on conflict (log) do update set position = excluded.position, day = excluded.day, updated_at = excluded.updated_at
        where coalesce(trigger_cursors.day, 0) < excluded.day or trigger_cursors.position < excluded.position`,
  ]);
}

type Slice = { readonly after: number; readonly upTo: number; readonly today: number; readonly now: number };

async function enterDated(
  store: Store,
  dated: readonly LiveTrigger[],
  { today, now, ...range }: Slice,
): Promise<number> {
  let entered = 0;
  for (const live of dated) {
    const candidates = await findDated(store, live, { ...range, days: [today, today + 1] });
    const matched = await matchCandidates(store, candidates, now);
    const entrants = oncePerKey(matched, await findEarlierEntries(store, matched));
    // A date whose clock has long been shown is over: nobody is congratulated afterwards.
    const timely = entrants.filter(({ dueAt }) => dueAt >= now - live.trigger.input.lateByHours * HOUR_MS);
    for (const batch of chunksOf(timely, BATCH)) await store.write(enterStatements(batch, now));
    entered += timely.length;
  }
  return entered;
}

export type DatedRange = {
  readonly after: number;
  readonly upTo: number;
  /** Epoch days on which messages would be due. */
  readonly days: readonly number[];
};

/** Customers of a range of ids whose date puts the message on one of the days. By primary keys. */
export async function findDated(store: Store, live: LiveTrigger, range: DatedRange): Promise<Candidate[]> {
  const { when, wait } = live.trigger.input;
  if (when.kind !== "date" || wait.kind !== "clock") return [];
  const facts = range.days.map((day) => day - wait.days);
  const wanted = when.repeats === "yearly" ? facts.flatMap(monthDaysOf) : facts.map(dateOfEpochDay);
  // A declared name has the form of a column's (declare-attribute.ts), and was looked up when the trigger was saved.
  const column = when.of === "birthday" ? "birth_on" : `a_${when.of}`;
  const [table, id] = when.of === "birthday" ? ["customers", "id"] : ["customer_attributes", "customer_id"];
  const part = when.repeats === "yearly" ? `substr(${column}, 6)` : column;
  const rows = await store.read<{ customerId: number; date: LocalDate }>({
    sql: `select ${id} as customerId, ${column} as date from ${table}
      where ${id} > ? and ${id} <= ? and ${part} in (select value from json_each(?))`,
    params: [range.after, range.upTo, JSON.stringify(wanted)],
  });
  return rows.flatMap(({ customerId, date }) =>
    facts
      .filter((fact) => isOn(fact, date, when.repeats))
      .map((fact): Candidate => ({ live, on: dateOfEpochDay(fact), happening: happeningOf(customerId, fact, date) })),
  );
}

function happeningOf(customerId: number, fact: number, date: LocalDate): Candidate["happening"] {
  const on = dateOfEpochDay(fact);
  return {
    id: fact,
    subject: "",
    customerId,
    at: fact * DAY_MS,
    knownAt: fact * DAY_MS,
    key: `date:${on}`,
    isHistory: false,
    properties: { date },
  };
}

/** The month and day of an epoch day; on 28 February of a common year those who were born on the 29th have theirs too. */
function monthDaysOf(day: number): string[] {
  const monthDay = dateOfEpochDay(day).slice(5);
  return monthDay === "02-28" && !isLeapYear(civilOf(day).year) ? [monthDay, "02-29"] : [monthDay];
}

function isOn(fact: number, date: LocalDate, repeats: "yearly" | "never"): boolean {
  return repeats === "yearly" ? monthDaysOf(fact).includes(date.slice(5)) : dateOfEpochDay(fact) === date;
}
