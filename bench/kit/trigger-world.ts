import { sql } from "drizzle-orm";
import { DAY_MS, type ManualClock, manualClock } from "#kernel/clock.ts";
import { changeTriggerState } from "#messages/triggers/change-trigger-state.ts";
import { type TriggerSource, triggerSource } from "#messages/triggers/load-triggers.ts";
import { putTrigger } from "#messages/triggers/put-trigger.ts";
import { triggerBody } from "#messages/triggers/trigger.ts";
import type { Store } from "#store/store.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";

export type TriggerWorld = { readonly store: Store; readonly clock: ManualClock; readonly triggers: TriggerSource };

const START = Date.UTC(2026, 10, 22);
const actor = { kind: "system", id: "bench" } as const;
export const TRIGGERS = 100;
const NAMES = 50;

/**
 * A hundred live triggers on fifty of a hundred event names: half ask the event alone, half what the customer did before; an
 * eighth of what they hear passes. Half have an exit.
 */
export async function triggerWorld(url: string, customers: number): Promise<TriggerWorld> {
  const store = await freshStore(url);
  const clock = manualClock(START);
  const compiled = { name: "nudge", kind: "marketing", format: 1, slots: [], staticLinks: [] };
  await store.write([
    sql`insert into template_versions (name, version, compiled, source, published_at)
      values ('nudge', 1, ${JSON.stringify(compiled)}, '{}', 0)`,
    sql`insert into customers (code, zone, email, email_hash, created_at, updated_at)
      select 'c' || value, 'Europe/Paris', 'c' || value || '@people.example', 'h' || value, 0, 0
      from generate_series(1, ${customers})`,
  ]);
  for (let index = 0; index < TRIGGERS; index += 1) {
    const condition = index % 2 === 0 ? "context.total > 87" : 'context.total > 74 && did("Name 99", {}, 30) < 3';
    const input = triggerBody.parse({
      title: `Trigger ${index}`,
      when: { kind: "event", name: `Name ${index % NAMES}`, properties: { total: "int" }, if: condition },
      wait: index % 3 === 0 ? { kind: "clock", days: 1, minute: 540 } : { kind: "for", minutes: 60 },
      message: { template: "nudge", topic: "nudges" },
      exit: index % 2 === 0 ? { events: [{ name: `Name ${NAMES + (index % 25)}` }] } : {},
      again: index % 4 === 0 ? { kind: "each" } : { kind: "days", days: 7 },
    });
    const code = `t-${index}`;
    const saved = await putTrigger({ deps: { store, clock }, actor, input: { ...input, code } });
    if (!saved.ok) throw new Error(JSON.stringify(saved.error));
    await changeTriggerState({ deps: { store, clock }, actor, input: { code, state: "live" } });
  }
  return { store, clock, triggers: triggerSource(store, () => undefined) };
}

/** So many events of as many names as the share says; every name as often as the next. */
export async function addEvents(
  { store, clock }: TriggerWorld,
  { round, events, customers }: { readonly round: number; readonly events: number; readonly customers: number },
): Promise<void> {
  clock.advance(DAY_MS / 4);
  const now = clock.now();
  await store.write([
    sql`insert into events (message_id, customer_id, kind, name, properties, at, received_at, source)
      select ${`r${round}-`} || value, 1 + (value * 7919) % ${customers}, 'track', 'Name ' || (value % 100),
        '{"total":' || ((value * 31) % 100) || ',"product_id":"P-1","page":"https://shop.example/p"}', ${now}, ${now}, 'web'
      from generate_series(1, ${events})`,
  ]);
}
