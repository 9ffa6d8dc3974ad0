import { sql } from "drizzle-orm";
import { dateOfEpochDay, epochDayOf, wallClockIn } from "#kernel/calendar.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { dueInstant } from "#messages/schedule/due.ts";
import { START } from "#tests/worlds/message-world.ts";
import type { Run } from "./simulate.ts";

export type Findings = {
  readonly seed: number;
  /** What reached an address or a customer more than once, of one programme and occurrence. */
  readonly doubles: number;
  /** What was due and is neither with the provider nor accounted for, or is said to be with it and is not. */
  readonly lost: number;
  /** Tries that were begun after the customer's no was committed. */
  readonly sentAfterOptOut: number;
  readonly taken: number;
  readonly unknown: number;
  /** In words, each of the above and whatever else must not be. */
  readonly failures: readonly string[];
};

type Row = {
  readonly id: number;
  readonly customer: string;
  readonly occurrenceOn: string;
  readonly state: string;
  readonly reason: string | null;
  readonly dueAt: number;
};

/** Holds what the database says against what the provider has and what customers said. */
export async function findings(run: Run): Promise<Findings> {
  const rows = await run.store.read<Row>(
    sql`select m.id, c.code as customer, m.occurrence_on as occurrenceOn, m.state, m.reason, m.due_at as dueAt
      from messages m join customers c on c.id = m.customer_id order by m.id`,
  );
  const doubles = doublesOf(run);
  const refused = await refusedCustomers(run);
  const lost = [...unsettled(run, rows), ...untrue(run, rows, refused), ...(await missing(run, rows, refused))];
  const late = sentAfterNo(run);
  const unknown = rows.filter(({ state }) => state === "unknown_outcome").length;
  const tooMany = unknown > run.mayBeUnknown ? [`${unknown} unknown, of at most ${run.mayBeUnknown}`] : [];
  return {
    seed: run.seed,
    doubles: doubles.length,
    lost: lost.length,
    sentAfterOptOut: late.length,
    taken: run.provider.taken.length,
    unknown,
    failures: [...doubles, ...lost, ...late, ...run.provider.faults, ...tooMany],
  };
}

function doublesOf({ provider }: Run): string[] {
  const seen = new Set<string>();
  return provider.taken.flatMap(({ to, customer, newsletter, occurrenceOn }) =>
    // To one address, or to one customer by two ways.
    [`${to} ${newsletter} ${occurrenceOn}`, `${customer} ${newsletter} ${occurrenceOn}`]
      .filter((what) => seen.size === seen.add(what).size)
      .map((what) => `double: ${what}`),
  );
}

const OPEN: ReadonlySet<string> = new Set(["planned", "claimed", "attempting", "deferred"]);

/** A day after all was well again nothing may be under way that was due before. */
function unsettled({ clock }: Run, rows: readonly Row[]): string[] {
  return rows
    .filter(({ state, dueAt }) => OPEN.has(state) && dueAt < clock.now() - 2 * HOUR_MS)
    .map(({ id, state, customer, occurrenceOn }) => `lost: ${customer} ${occurrenceOn} (${id}) is still ${state}`);
}

/** Whose address the provider called unknown, whatever became of the row that it was said of. */
async function refusedCustomers({ store }: Run): Promise<ReadonlySet<string>> {
  const rows = await store.read<{ code: string }>(
    sql`select c.code from customers c join suppressions x on x.address_hash in (c.email_hash, c.phone_hash) and x.reason = 'unknown_recipient'`,
  );
  return new Set(rows.map(({ code }) => code));
}

/** What is called accepted is with the provider; what a calm customer was not sent has a reason that is true of her. */
function untrue({ provider, calm }: Run, rows: readonly Row[], refused: ReadonlySet<string>): string[] {
  const taken = new Set(provider.taken.map(({ customer, occurrenceOn }) => `${customer} ${occurrenceOn}`));
  const isCalm = new Set(calm);
  return rows.flatMap(({ customer, occurrenceOn, state, reason }) => {
    const what = `${customer} ${occurrenceOn}`;
    if (state === "accepted" && !taken.has(what)) return [`lost: ${what} is called accepted and never arrived`];
    const isSuppressed = reason === "suppressed" && refused.has(customer);
    // Of several dates that were missed only the newest may still go.
    const isOvertaken =
      reason === "missed" && rows.some((row) => row.customer === customer && row.occurrenceOn > occurrenceOn);
    if (state === "skipped" && isCalm.has(customer) && !isSuppressed && !isOvertaken)
      return [`lost: ${what} was skipped: ${reason}`];
    return [];
  });
}

/** Each day of a calm customer has its row, unless her address was refused for good. */
async function missing(
  { store, clock, calm }: Run,
  rows: readonly Row[],
  refused: ReadonlySet<string>,
): Promise<string[]> {
  const schedules = await store.read<{ customer: string; zone: string; minute: number }>(
    sql`select c.code as customer, k.zone, k.minute
      from subscriptions s join customers c on c.id = s.customer_id join schedules k on k.id = s.schedule_id
      where c.code in (select value from json_each(${JSON.stringify(calm)}))`,
  );
  const planned = new Set(rows.map(({ customer, occurrenceOn }) => `${customer} ${occurrenceOn}`));
  return schedules
    .filter(({ customer }) => !refused.has(customer))
    .flatMap(({ customer, zone, minute }) =>
      datesBetween(START, clock.now() - 2 * HOUR_MS, { zone, minute })
        .filter((date) => !planned.has(`${customer} ${date}`))
        .map((date) => `lost: ${customer} ${date} was never planned`),
    );
}

function datesBetween(from: number, to: number, { zone, minute }: { zone: string; minute: number }): string[] {
  const firstDay = epochDayOf(wallClockIn("UTC", from - 48 * HOUR_MS).date);
  const dates = Array.from({ length: 12 }, (_, day) => dateOfEpochDay(firstDay + day));
  return dates.filter((date) => {
    const due = dueInstant(date, minute, zone);
    return due > from && due <= to;
  });
}

/** Of what the provider has, what was begun when the customer's last word was no. */
function sentAfterNo({ provider, said }: Run): string[] {
  return provider.taken.flatMap(({ customer, occurrenceOn, begunAt }) => {
    const before = said.filter((word) => word.customer === customer && word.step < begunAt);
    const last = before.reduce<(typeof before)[number] | undefined>(
      (latest, word) => (latest === undefined || word.step >= latest.step ? word : latest),
      undefined,
    );
    return last?.isOut === true ? [`after her no: ${customer} ${occurrenceOn}`] : [];
  });
}
