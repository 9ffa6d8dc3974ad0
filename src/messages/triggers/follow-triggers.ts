import { sql } from "drizzle-orm";
import type { Clock } from "#kernel/clock.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { type LiveTrigger, subjectsOf } from "./compile-trigger.ts";
import { keyIn } from "./entry-key.ts";
import type { Happening, LogName, TriggerLog } from "./happening.ts";
import { consentsLog } from "./logs/consents-log.ts";
import { eventsLog } from "./logs/events-log.ts";
import { segmentsLog, segmentSubject } from "./logs/segments-log.ts";
import type { TriggerSource } from "./load-triggers.ts";
import { type Entrant, findCandidates, matchCandidates } from "./match-happenings.ts";
import { findEarlierEntries, oncePerKey } from "./once-per-key.ts";
import { enterStatements, type Exit, exitStatement, type ExitRule, moveCursor } from "./pass-statements.ts";
import { walkDates } from "./walk-dates.ts";

export type FollowDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly triggers: TriggerSource;
  /** Called between two steps, so that a long pass lets others have the thread. */
  readonly breathe?: (() => Promise<void>) | undefined;
};

export type FollowReport = { readonly seen: number; readonly entered: number };

export const triggerLogs: Readonly<Record<LogName, TriggerLog>> = {
  events: eventsLog,
  segments: segmentsLog,
  consents: consentsLog,
};

/** Ids of one step: reading them takes some ms. */
const STEP = 4_000;
/** Entrants of one batch: some 20 ms of the writer. */
const BATCH = 250;
/** Steps of one log in one turn: what is left waits, so that a flood holds up nothing else. */
const MOST_STEPS = 50;

/**
 * One pass over what happened since the last: who is let in gets a row for her message, who did what makes it needless loses it.
 * Each step's cursor moves in the batch of its effects, and every effect is unique by its key: killed anywhere, run twice or by
 * two processes at once, it lets each in once.
 */
export async function followTriggers(deps: FollowDeps): Promise<FollowReport> {
  const live = await deps.triggers();
  if (live.length === 0) return { seen: 0, entered: 0 };
  let seen = 0;
  let entered = 0;
  for (const log of Object.values(triggerLogs)) {
    const listening = listenersOf(live, log.name);
    if (listening.subjects.length === 0) continue;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const done = await followStep(deps, log, listening);
      if (done === undefined) break;
      seen += done.seen;
      entered += done.entered;
      await deps.breathe?.();
    }
  }
  return { seen, entered: entered + (await walkDates(deps, live)) };
}

type Listening = {
  readonly subjects: readonly string[];
  readonly entering: ReadonlyMap<string, readonly LiveTrigger[]>;
  readonly exits: readonly ExitRule[];
};

/** What the live triggers listen for in one log. */
function listenersOf(live: readonly LiveTrigger[], log: LogName): Listening {
  const entering = new Map<string, LiveTrigger[]>();
  for (const one of live) {
    const subject = entrySubject(one, log);
    if (subject !== undefined) entering.set(subject, [...(entering.get(subject) ?? []), one]);
  }
  const exits = log === "events" ? live.flatMap(exitRulesOf) : [];
  const asked = live.flatMap(({ trigger }) => subjectsOf(trigger.input).filter((one) => one.log === log));
  return { subjects: [...new Set(asked.map(({ subject }) => subject))], entering, exits };
}

export function entrySubject({ trigger: { input } }: Pick<LiveTrigger, "trigger">, log: LogName): string | undefined {
  const { when } = input;
  if (when.kind === "event") return log === "events" ? when.name : undefined;
  if (when.kind === "segment") return log === "segments" ? segmentSubject(when.segment, when.change) : undefined;
  return when.kind === "consent" && log === "consents" ? when.topic : undefined;
}

function exitRulesOf({ trigger }: Pick<LiveTrigger, "trigger">): ExitRule[] {
  const { exit, again, when } = trigger.input;
  return exit.events.map(({ name, sameKey }) => ({
    triggerId: trigger.id,
    name,
    property: sameKey && again.kind === "key" ? again.property : undefined,
    isEventTrigger: when.kind === "event",
  }));
}

/** undefined where there is nothing more to follow. */
async function followStep(
  { store, clock }: FollowDeps,
  log: TriggerLog,
  listening: Listening,
): Promise<FollowReport | undefined> {
  const [cursor] = await store.read<{ position: number }>(
    sql`select position from trigger_cursors where log = ${log.name}`,
  );
  const newest = await log.newest(store);
  const now = clock.now();
  // Made when a trigger goes live. Whatever took it away: what is known already is the past.
  if (cursor === undefined) {
    await store.write([startCursor(log.name, newest, now)]);
    return undefined;
  }
  if (newest <= cursor.position) return undefined;
  const upTo = Math.min(newest, cursor.position + STEP);
  const happenings = await log.read(store, { after: cursor.position, upTo, subjects: listening.subjects });
  const entrants = await entrantsOf(store, listening, { happenings, now });
  await settleStep(store, {
    log: log.name,
    upTo,
    now,
    entrants,
    exits: exitsOf(happenings, listening.exits),
    rules: listening.exits,
  });
  return { seen: happenings.length, entered: entrants.length };
}

function startCursor(log: string, position: number, now: number) {
  return sql`insert into trigger_cursors (log, position, updated_at) values (${log}, ${position}, ${now}) on conflict do nothing`;
}

async function entrantsOf(
  store: Store,
  { entering }: Listening,
  { happenings, now }: { readonly happenings: readonly Happening[]; readonly now: number },
): Promise<readonly Entrant[]> {
  const anyTopic = entering.get("") ?? [];
  const candidates = [
    ...findCandidates(entering, happenings, now),
    // A trigger that listens for any topic hears every one.
    ...(anyTopic.length === 0
      ? []
      : findCandidates(
          new Map(happenings.map(({ subject }) => [subject, anyTopic])),
          happenings.filter(({ subject }) => subject !== ""),
          now,
        )),
  ];
  const entrants = await matchCandidates(store, candidates, now);
  return oncePerKey(entrants, await findEarlierEntries(store, entrants));
}

function exitsOf(happenings: readonly Happening[], rules: readonly ExitRule[]): Exit[] {
  const propertiesByName = Map.groupBy(rules, ({ name }) => name);
  return happenings.flatMap((happening) => {
    const asked = propertiesByName.get(happening.subject);
    if (asked === undefined) return [];
    const names = asked.flatMap(({ property }) => property ?? []);
    const properties = names.length === 0 ? {} : happening.properties;
    const keys = Object.fromEntries(names.flatMap((name) => pairOf(name, keyIn(properties[name]))));
    return [{ customerId: happening.customerId, at: happening.at, logId: happening.id, name: happening.subject, keys }];
  });
}

function pairOf(name: string, key: string | undefined): Array<readonly [string, string]> {
  return key === undefined ? [] : [[name, key]];
}

type Step = {
  readonly log: LogName;
  readonly upTo: number;
  readonly now: number;
  readonly entrants: readonly Entrant[];
  readonly exits: readonly Exit[];
  readonly rules: readonly ExitRule[];
};

/** Entrants first, then exits: what she did after the happening ends the wait, in whichever order they were told. */
async function settleStep(store: Store, { log, upTo, now, entrants, exits, rules }: Step): Promise<void> {
  for (const batch of chunksOf(entrants, BATCH)) await store.write(enterStatements(batch, now));
  for (const batch of chunksOf(exits, BATCH * 4)) await store.write([exitStatement(batch, rules)]);
  await store.write([moveCursor(log, upTo, now)]);
}
