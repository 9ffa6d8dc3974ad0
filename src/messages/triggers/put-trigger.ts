import { sql } from "drizzle-orm";
import { type AuditActor, auditStatement } from "#access/audit.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { type Clock, HOUR_MS } from "#kernel/clock.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Store } from "#store/store.ts";
import { checkTrigger } from "./check-trigger.ts";
import { TRIGGER_PREFIX } from "./heed-exits.ts";
import { findTrigger } from "./load-triggers.ts";
import type { Trigger, TriggerInput } from "./trigger.ts";

export type TriggerDeps = { readonly store: Store; readonly clock: Clock };

export type PutTrigger = { readonly deps: TriggerDeps; readonly actor: AuditActor; readonly input: TriggerInput };

/** A vendor has no more: each is looked up for each event of its name. */
const MAX_TRIGGERS = 200;

/**
 * Makes a trigger, as a draft, or changes one; its state stays what it was. Who waits already keeps her time and gets the new
 * message; the new conditions hold for what happens from now on.
 */
export async function putTrigger({ deps, actor, input }: PutTrigger): Promise<Result<Trigger, Problem>> {
  const { store, clock } = deps;
  const faults = await faultsOf(store, input);
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const now = clock.now();
  const { code, title, message, lateByHours, ...rest } = input;
  const definition = JSON.stringify({ title, message, lateByHours, ...rest });
  const programme = `${TRIGGER_PREFIX}${code}`;
  const slots = JSON.stringify(message.slots);
  const mayBe = sql`(exists (select 1 from triggers where code = ${code}) or (select count(*) from triggers) < ${MAX_TRIGGERS})`;
  await store.write([
    sql`insert into newsletters (code, kind, title, topic, channels, message_class, template_name, slots, default_pace, default_minute,
        state, priority, grace_ms, created_at, updated_at)
      select ${programme}, 'trigger', ${title}, ${message.topic}, ${JSON.stringify([message.channel])}, ${message.messageClass}, ${message.template}, ${slots}, '{}', 0,
        'stopped', ${message.priority}, ${lateByHours * HOUR_MS}, ${now}, ${now} where ${mayBe}
      on conflict (code) do update set title = excluded.title, topic = excluded.topic, channels = excluded.channels,
        message_class = excluded.message_class, template_name = excluded.template_name, slots = excluded.slots,
        priority = excluded.priority, grace_ms = excluded.grace_ms, updated_at = excluded.updated_at`,
    sql`insert into triggers (code, newsletter_id, definition, state, created_at, updated_at)
      select ${code}, id, ${definition}, 'draft', ${now}, ${now} from newsletters where code = ${programme}
      on conflict (code) do update set definition = excluded.definition, updated_at = max(excluded.updated_at, triggers.updated_at + 1)`,
    auditStatement({ at: now, actor, action: "put-trigger", subject: { kind: "trigger", id: code }, detail: input }),
  ]);
  const saved = await findTrigger(store, code);
  if (saved === undefined) return err(problem("conflict", `A vendor has at most ${MAX_TRIGGERS} triggers.`));
  return ok(saved);
}

async function faultsOf(store: Store, input: TriggerInput): Promise<readonly Fault[]> {
  return checkTrigger(store, input, await loadVocabulary(store));
}
