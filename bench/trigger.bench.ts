import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Channel } from "#channels/channel.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { expressLane } from "#messages/transactional/express-lane.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import { followTriggers } from "#messages/triggers/follow-triggers.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { cpuClock, median, round } from "./kit/measure.ts";
import { nullChannel } from "./kit/null-channel.ts";
import { type SendWorld, sendWorld } from "./kit/send-world.ts";
import { addEvents, TRIGGERS, triggerWorld } from "./kit/trigger-world.ts";

const CUSTOMERS = 5_000;
const EVENTS = 40_000;
const ROUNDS = 4;

/** What the pass costs for each event, and how long a transactional message waits while a newsletter goes to everybody. */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "trigger-bench-"));
  try {
    const pass = await passCost(`file:${join(folder, "pass.db")}`);
    const delay = await directDelay(`file:${join(folder, "send.db")}`);
    return { ...pass, ...delay };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function passCost(url: string) {
  const world = await triggerWorld(url, CUSTOMERS);
  const costs: number[] = [];
  let entered = 0;
  for (let index = 0; index < ROUNDS; index += 1) {
    await addEvents(world, { round: index, events: EVENTS, customers: CUSTOMERS });
    globalThis.gc?.();
    const stop = cpuClock();
    const report = await followTriggers(world);
    costs.push((stop().cpuMs * 1_000) / EVENTS);
    // The first round warms up.
    if (index > 0) entered += report.entered;
  }
  const [rows] = await world.store.read<{ entries: number; messages: number }>(
    sql`select (select count(*) from trigger_entries) as entries, (select count(*) from messages) as messages`,
  );
  if (rows === undefined || rows.entries === 0 || rows.entries !== rows.messages) throw new Error(JSON.stringify(rows));
  await world.store.close();
  return {
    cpuUsPerEvent: round(median(costs.slice(1)), 1),
    triggers: TRIGGERS,
    events: EVENTS * (ROUNDS - 1),
    enteredPerThousand: round((entered * 1_000) / (EVENTS * (ROUNDS - 1)), 1),
  };
}

/** Everybody gets the newsletter; so many have a history, and the run lasts longer than what is watched of it. */
const READERS = 1_500;
const BACKLOG = 200_000;
const SENDS = 40;
const SEND_EVERY_MS = 120;

async function directDelay(url: string) {
  const acceptedAt = new Map<number, number>();
  const askedAt = new Map<number, number>();
  const delays: number[] = [];
  const whole: number[] = [];
  const transport = nullChannel();
  const channel: Channel = {
    ...transport,
    send: async (message, options) => {
      const at = acceptedAt.get(message.messageNumber);
      if (at !== undefined) delays.push(performance.now() - at);
      const asked = askedAt.get(message.messageNumber);
      if (asked !== undefined) whole.push(performance.now() - asked);
      return transport.send(message, options);
    },
  };
  const world = await sendWorld(url, READERS, channel);
  await fillBacklog(world);
  const { messages, customers } = world.ring;
  const hurry = expressLane({ messages, workerName: "bench", sendBatch: 200 });
  const deps = {
    store: customers.store,
    clock: customers.clock,
    secret: customers.secret,
    defaultCountry: "US",
    inFlight: new Set<string>(),
    hurry,
  };
  const watch = { isOver: false };
  let turns = 0;
  const worker = { name: "run", nextTurn: () => (turns += 1) };
  const run = (async () => {
    while (!watch.isOver) {
      if ((await sendDue(messages, worker, 200)).taken === 0) throw new Error("The run ended too early.");
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  for (let index = 0; index < SENDS; index += 1) {
    await new Promise((resolve) => setTimeout(resolve, SEND_EVERY_MS));
    const input = sendBody.parse({
      to: { customer: `backlog-${index + 1}` },
      template: { name: "receipt" },
      data: { order: `A-${index}` },
    });
    const asked = performance.now();
    const accepted = await acceptMessage({ deps, actor: { kind: "key", id: "bench" }, key: `k${index}`, input });
    if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
    askedAt.set(accepted.value.number, asked);
    acceptedAt.set(accepted.value.number, performance.now());
  }
  while (delays.length < SENDS) await new Promise((resolve) => setTimeout(resolve, 20));
  watch.isOver = true;
  await run;
  await customers.store.close();
  const sorted = delays.toSorted((left, right) => left - right);
  return {
    transactionalDelayMs: round(median(delays), 0),
    transactionalDelayP95Ms: round(sorted[Math.floor(sorted.length * 0.95)] ?? 0, 0),
    transactionalDelayMaxMs: round(sorted.at(-1) ?? 0, 0),
    requestToProviderMs: round(median(whole), 0),
    requestToProviderMaxMs: round(Math.max(...whole), 0),
    newslettersSentMeanwhile: transport.accepted() - SENDS,
    backlog: BACKLOG,
  };
}

async function fillBacklog({ ring: { customers, messages }, clock }: SendWorld): Promise<void> {
  const { store } = customers;
  clock.advance(12 * HOUR_MS);
  await planMessages(store, clock.now(), { planAheadMs: HOUR_MS, graceMs: DAY_MS });
  const compiled = {
    name: "receipt",
    kind: "service",
    format: 1,
    subject: "{{ t.subject }}",
    preheader: "",
    html: "<p>{{ data.order }}</p>",
    text: "{{ data.order }}",
    sms: "",
    push: {},
    strings: { en: { subject: "Order" } },
    staticLinks: [],
    slots: [],
    lint: [],
    inputs: { order: { type: "text" } },
  };
  await store.write([
    sql`insert into template_versions (name, version, compiled, source, published_at)
      values ('receipt', 1, ${JSON.stringify(compiled)}, '{}', 0)`,
    sql`insert into customers (code, zone, email, email_hash, created_at, updated_at)
      select 'backlog-' || value, 'UTC', 'b' || value || '@people.example', 'hb' || value, 0, 0
      from generate_series(1, ${BACKLOG})`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select id, 'receive', 'email', 'weekly-picks', 1, 1 from customers where code like 'backlog-%'`,
    sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at)
      select c.id, n.id, '2026-11-22', 'email', 'planned', 0, ${clock.now() - 1} from customers c, newsletters n
      where c.code like 'backlog-%' and n.code = 'long-newsletter'`,
  ]);
  if (messages.channels.size === 0) throw new Error("Nothing could be sent.");
}
