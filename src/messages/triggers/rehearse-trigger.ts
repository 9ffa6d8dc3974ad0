import { sql } from "drizzle-orm";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { type Clock, DAY_MS } from "#kernel/clock.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { compileTriggerRules, type LiveTrigger } from "./compile-trigger.ts";
import { entrySubject, triggerLogs } from "./follow-triggers.ts";
import type { LogName } from "./happening.ts";
import { findTrigger } from "./load-triggers.ts";
import { type Entrant, findCandidates, matchCandidates } from "./match-happenings.ts";
import { oncePerKey } from "./once-per-key.ts";
import { type Foreseen, foresee } from "./foresee-entrants.ts";
import { findDated } from "./walk-dates.ts";

export type RehearseDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly breathe?: (() => Promise<void>) | undefined;
};

export type Rehearsal = {
  /** epoch ms of the first moment looked at */
  readonly since: number;
  /** false where more would have come in than are looked at: the numbers are of those */
  readonly isComplete: boolean;
  readonly entered: number;
  readonly outcomes: ReadonlyArray<{
    readonly outcome: Foreseen["outcome"];
    readonly reason: string | null;
    readonly count: number;
  }>;
  /** The latest of them. */
  readonly entrants: readonly Foreseen[];
};

const STEP = 4_000;
/** Ids of the log that are looked through, and entrants that are worked out: what a page can wait for, and memory hold. */
const MOST_IDS = 2_000_000;
const MOST_ENTRANTS = 20_000;
const SHOWN = 200;

/**
 * Whom a trigger would have reached had it been live these last days, and when: the same conditions over the same logs, each
 * happening judged by what was known when it happened, with exits, re-entry and hold-out as they would have fallen. Consent and
 * attributes are as they are now. Nothing is written.
 */
export async function rehearseTrigger(
  deps: RehearseDeps,
  { code, days }: { readonly code: string; readonly days: number },
): Promise<Result<Rehearsal, Problem>> {
  const { store, clock } = deps;
  const trigger = await findTrigger(store, code);
  if (trigger === undefined) return err(problem("not_found"));
  const vocabulary = await loadVocabulary(store);
  const rules = compileTriggerRules(trigger.input, vocabulary);
  if (!rules.ok) return err(problem("conflict", "Its conditions are not understood any more.", rules.error));
  const since = clock.now() - days * DAY_MS;
  const asIfLive = { ...trigger, liveSince: since, input: { ...trigger.input, lateByHours: (days + 1) * 24 } };
  const live: LiveTrigger = { trigger: asIfLive, rules: rules.value, fields: vocabulary.customer };
  const { entrants, isComplete } = await findEntrants(deps, live, { since, days });
  const foreseen = await foresee(store, trigger, entrants);
  const groups = Map.groupBy(foreseen, ({ outcome, reason }) => JSON.stringify([outcome, reason]));
  const outcomes = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ outcome: first.outcome, reason: first.reason, count: group.length }];
  });
  return ok({
    since,
    isComplete,
    entered: foreseen.length,
    outcomes: outcomes.toSorted((left, right) => right.count - left.count),
    entrants: foreseen.toSorted((left, right) => right.enteredAt - left.enteredAt).slice(0, SHOWN),
  });
}

type Period = { readonly since: number; readonly days: number };
type Found = { readonly entrants: readonly Entrant[]; readonly isComplete: boolean };

async function findEntrants(deps: RehearseDeps, live: LiveTrigger, period: Period): Promise<Found> {
  const { when } = live.trigger.input;
  const found =
    when.kind === "date"
      ? await findByDate(deps, live, period)
      : await findInLog(deps, live, { ...period, log: logOf(when.kind) });
  return { ...found, entrants: oncePerKey(found.entrants, new Map()) };
}

function logOf(kind: "event" | "segment" | "consent"): LogName {
  return kind === "event" ? "events" : kind === "segment" ? "segments" : "consents";
}

async function findInLog(
  { store, clock, breathe }: RehearseDeps,
  live: LiveTrigger,
  { log: name, since }: Period & { readonly log: LogName },
): Promise<Found> {
  const log = triggerLogs[name];
  const subject = entrySubject(live, name) ?? "";
  const newest = await log.newest(store);
  const from = Math.max(await log.idBefore(store, since), newest - MOST_IDS);
  const entrants: Entrant[] = [];
  for (let after = from; after < newest; after += STEP) {
    const happenings = await log.read(store, { after, upTo: Math.min(newest, after + STEP), subjects: [subject] });
    const listeners = new Map(happenings.map((happening) => [happening.subject, [live]]));
    entrants.push(...(await matchCandidates(store, findCandidates(listeners, happenings, clock.now()), clock.now())));
    if (entrants.length >= MOST_ENTRANTS) return { entrants: entrants.slice(0, MOST_ENTRANTS), isComplete: false };
    await breathe?.();
  }
  return { entrants, isComplete: from === 0 || newest - from < MOST_IDS };
}

async function findByDate(
  { store, clock, breathe }: RehearseDeps,
  live: LiveTrigger,
  { days }: Period,
): Promise<Found> {
  const today = Math.floor(clock.now() / DAY_MS);
  const asked = Array.from({ length: days }, (_, index) => today - index);
  const [last] = await store.read<{ id: number | null }>(sql`select max(id) as id from customers`);
  const entrants: Entrant[] = [];
  for (let after = 0; after < (last?.id ?? 0); after += STEP) {
    const candidates = await findDated(store, live, { after, upTo: after + STEP, days: asked });
    entrants.push(...(await matchCandidates(store, candidates, clock.now())));
    if (entrants.length >= MOST_ENTRANTS) return { entrants: entrants.slice(0, MOST_ENTRANTS), isComplete: false };
    await breathe?.();
  }
  return { entrants, isComplete: true };
}
