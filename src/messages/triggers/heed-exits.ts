import { sql } from "drizzle-orm";
import type { Clock } from "#kernel/clock.ts";
import { err, type Result } from "#kernel/result.ts";
import type { ClaimedMessage, ContentSource, PreparedMessage, SkipReason } from "#messages/message.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { LiveTrigger } from "./compile-trigger.ts";
import { keyIn } from "./entry-key.ts";
import type { TriggerSource } from "./load-triggers.ts";
import { loadSubjects } from "./load-subjects.ts";
import { scopeOf } from "./match-happenings.ts";

export type HeedDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly triggers: TriggerSource;
};

/**
 * Content that asks, before a triggered message is written, whether she did meanwhile what makes it needless. The pass
 * (follow-triggers.ts) has taken back most of them; what it has not seen yet, or what time alone brought about, is found here,
 * at the last moment at which it is known what she did. What was tried before is sent as it was.
 */
export function heedExits(inner: ContentSource, deps: HeedDeps): ContentSource {
  return {
    ...inner,
    prepare: async (messages) => {
      const exited = await findExited(
        deps,
        messages.filter(({ inputs }) => inputs === null),
      );
      const prepared = await inner.prepare(messages.filter(({ id }) => !exited.has(id)));
      const refused = [...exited].map((id) => [id, err("exited" as const)] as const);
      return new Map<number, Result<PreparedMessage, SkipReason>>([...prepared, ...refused]);
    },
  };
}

type Waiting = {
  readonly messageId: number;
  readonly triggerId: number;
  readonly customerId: number;
  readonly enteredAt: number;
  readonly key: string;
  readonly logId: number;
};

async function findExited(deps: HeedDeps, messages: readonly ClaimedMessage[]): Promise<ReadonlySet<number>> {
  const triggered = messages.filter(({ newsletterCode }) => newsletterCode.startsWith(TRIGGER_PREFIX));
  if (triggered.length === 0) return new Set();
  const live = new Map((await deps.triggers()).map((one) => [one.trigger.id, one]));
  const waiting = await deps.store.read<Waiting>(
    sql`select e.message_id as messageId, e.trigger_id as triggerId, e.customer_id as customerId, e.entered_at as enteredAt,
        e.entry_key as key, e.log_id as logId
      from json_each(${JSON.stringify(triggered.map(({ id }) => id))}) as item
      cross join trigger_entries e on e.message_id = item.value`,
  );
  const exited = new Set<number>();
  for (const [triggerId, group] of Map.groupBy(waiting, (one) => one.triggerId)) {
    const trigger = live.get(triggerId);
    if (trigger === undefined) continue;
    for (const id of await exitedByEvent(deps.store, trigger, group)) exited.add(id);
    for (const id of await exitedByRule(deps, trigger, group)) exited.add(id);
  }
  return exited;
}

/** Codes of the programmes that triggers send by. No newsletter's code has a dot. */
export const TRIGGER_PREFIX = "trigger.";

/** By events_by_customer. */
async function exitedByEvent(
  store: Store,
  { trigger }: LiveTrigger,
  waiting: readonly Waiting[],
): Promise<readonly number[]> {
  const { exit, again, when } = trigger.input;
  if (exit.events.length === 0) return [];
  const rows = waiting.map(({ messageId, customerId, enteredAt, logId }) => [
    messageId,
    customerId,
    enteredAt,
    when.kind === "event" ? logId : 0,
  ]);
  const names = JSON.stringify(exit.events.map(({ name }) => name));
  const found = await store.read<{ messageId: number; name: string; properties: string }>(
    sql`select item.value ->> 0 as messageId, e.name, e.properties from ${jsonRows(rows)}
      cross join json_each(${names}) as asked
      cross join events e on e.customer_id = item.value ->> 1 and e.name = asked.value and e.at >= item.value ->> 2
      where e.id <> item.value ->> 3`,
  );
  const keyOf = new Map(waiting.map(({ messageId, key }) => [messageId, key]));
  return found.flatMap(({ messageId, name, properties }) => {
    const isExit = exit.events.some((one) => {
      if (one.name !== name) return false;
      if (!one.sameKey || again.kind !== "key") return true;
      const said = JSON.parse(properties) as Readonly<Record<string, unknown>>;
      return keyIn(said[again.property]) === keyOf.get(messageId);
    });
    return isExit ? [messageId] : [];
  });
}

async function exitedByRule(
  { store, clock }: HeedDeps,
  { rules: { exit }, fields }: LiveTrigger,
  waiting: readonly Waiting[],
): Promise<readonly number[]> {
  if (exit === undefined) return [];
  const now = clock.now();
  const customerIds = waiting.map(({ customerId }) => customerId);
  const subjects = await loadSubjects(store, { customerIds, asks: exit.asks, fields, now });
  return waiting.flatMap(({ messageId, customerId }) => {
    const subject = subjects.get(customerId);
    return subject !== undefined && exit.test(scopeOf(subject, { properties: {} }, now)) ? [messageId] : [];
  });
}
