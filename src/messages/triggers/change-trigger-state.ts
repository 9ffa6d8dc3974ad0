import { sql, type SQL } from "drizzle-orm";
import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { takeBackPlanned } from "#messages/newsletters/change-newsletter-state.ts";
import { checkTrigger } from "./check-trigger.ts";
import { findTrigger } from "./load-triggers.ts";
import type { TriggerDeps } from "./put-trigger.ts";
import type { Trigger, TriggerState } from "./trigger.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";

export type ChangeTriggerState = {
  readonly deps: TriggerDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly state: TriggerState };
};

const actions: Readonly<Record<TriggerState, string>> = {
  live: "start-trigger",
  paused: "pause-trigger",
  draft: "withdraw-trigger",
};

/** What the programme, by which its messages are claimed, does in each state. */
const programmeStates: Readonly<Record<TriggerState, string>> = { live: "running", paused: "paused", draft: "stopped" };

/**
 * Starts, pauses or withdraws a trigger. It takes effect at the next claim, because the claim itself asks. Paused: nobody comes
 * in, and who waits goes on waiting, within the time by which she may be late. Draft: who waits is let go.
 */
export async function changeTriggerState({
  deps,
  actor,
  input,
}: ChangeTriggerState): Promise<Result<Trigger, Problem>> {
  const { store, clock } = deps;
  const { code, state } = input;
  const before = await findTrigger(store, code);
  if (before === undefined) return err(problem("not_found"));
  const faults = state === "live" ? await checkTrigger(store, before.input, await loadVocabulary(store)) : [];
  if (faults.length > 0) return err(problem("conflict", "It can't start as it is saved.", faults));
  const now = clock.now();
  await store.write([
    ...(state === "live" ? startCursors(now) : []),
    sql`update triggers set state = ${state}, updated_at = max(${now}, updated_at + 1),
      live_since = iif(${state} = 'live', ${now}, live_since) where code = ${code} and state <> ${state}`,
    auditIfChanged({ at: now, actor, action: actions[state], subject: { kind: "trigger", id: code } }),
    sql`update newsletters set state = ${programmeStates[state]}, updated_at = ${now}
      where id = (select newsletter_id from triggers where code = ${code} and state = ${state})`,
  ]);
  if (state === "draft") await takeBackPlanned(store, before.newsletterId);
  const after = await findTrigger(store, code);
  return after === undefined ? err(problem("not_found")) : ok(after);
}

/**
 * Where the pass begins. While some trigger is live it keeps the cursors itself; before the first one goes live they stand
 * wherever they stood, and what happened meanwhile is the past.
 */
function startCursors(now: number): SQL[] {
  const newest: ReadonlyArray<readonly [log: string, table: string]> = [
    ["events", "events"],
    ["segments", "segment_changes"],
    ["consents", "consents"],
  ];
  return newest.map(
    ([log, table]) =>
      sql`insert into trigger_cursors (log, position, updated_at)
        select ${log}, coalesce((select max(id) from ${sql.raw(table)}), 0), ${now} where true
        on conflict (log) do update set position = excluded.position, updated_at = excluded.updated_at
          where not exists (select 1 from triggers where state = 'live')`,
  );
}
