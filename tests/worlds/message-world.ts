import { sql } from "drizzle-orm";
import type { Channel, OutgoingMessage, SendOutcome } from "#channels/channel.ts";
import { type ManualClock, manualClock } from "#kernel/clock.ts";
import { seededRandom } from "#kernel/random.ts";
import { ok } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { ContentSource } from "#messages/message.ts";
import { upsertSchedules, upsertSubscriptions } from "#messages/preferences/subscription-statements.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { Store } from "#store/store.ts";

const DAILY: Pace = { kind: "days", every: 1 };
export const START = Date.UTC(2026, 10, 22, 0, 0);

/** A channel whose answers a test writes down beforehand; its log is the truth about what was sent. */
export type ScriptedChannel = Channel & {
  readonly tries: OutgoingMessage[];
  /** what the provider took: accepted, or taken with the answer lost */
  readonly log: OutgoingMessage[];
  answer: (to: string) => SendOutcome;
};

export function scriptedChannel(limits: Partial<Channel["limits"]> = {}): ScriptedChannel {
  const tries: OutgoingMessage[] = [];
  const log: OutgoingMessage[] = [];
  const channel: ScriptedChannel = {
    name: "scripted",
    kind: "email",
    limits: { concurrency: 10, timeoutMs: 1_000, idempotencyWindowMs: 0, ...limits },
    tries,
    log,
    answer: () => ({ kind: "accepted", providerId: `p${log.length}` }),
    send: async (message) => {
      tries.push(message);
      const outcome = channel.answer(message.to);
      if (outcome.kind === "accepted" || outcome.kind === "unknown") log.push(message);
      return outcome;
    },
    close: async () => undefined,
  };
  return channel;
}

/** Content that says nothing but who it is for: enough where the subject is delivery. */
export const plainContent: ContentSource = {
  prepare: async (messages) =>
    new Map(
      messages.map((message) => {
        const inputs =
          message.inputs ??
          JSON.stringify({ date: message.dueAt, words: `${message.customerCode} ${message.occurrenceOn}` });
        const { date, words } = JSON.parse(inputs) as { date: number; words: string };
        const content = {
          kind: "email" as const,
          from: { name: "Vendor", address: "news@vendor.example" },
          subject: words,
          html: `<p>${words}</p>`,
          text: words,
        };
        return [message.id, ok({ templateId: 1, inputs, bodyHash: words, linkIds: [], content, date })] as const;
      }),
    ),
};

/** Loaded only where it is asked for: it reads files, which workerd has none of. */
async function embeddedStore(): Promise<Store> {
  const { freshStore } = await import("./fresh-store.ts");
  return freshStore();
}

export type MessageWorld = MessageDeps & { readonly clock: ManualClock; readonly channel: ScriptedChannel };

export async function messageWorld(
  options: {
    store?: Store;
    channel?: ScriptedChannel;
    policy?: Partial<MessageDeps["policy"]>;
    content?: ContentSource;
  } = {},
): Promise<MessageWorld> {
  const channel = options.channel ?? scriptedChannel();
  return {
    store: options.store ?? (await embeddedStore()),
    clock: manualClock(START),
    random: seededRandom(1),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    channels: new Map([["email", channel]]),
    channel,
    content: options.content ?? plainContent,
    policy: { quietHours: [], planAheadMs: 0, leaseMs: 60_000, ...options.policy },
    log: () => undefined,
  };
}

export async function addNewsletter(
  store: Store,
  code: string,
  more: { messageClass?: string; priority?: number; graceMs?: number } = {},
): Promise<number> {
  const [rows] = await store.write<{ id: number }>([
    sql`insert into newsletters (code, title, topic, message_class, template_name, slots, default_pace, default_minute,
      state, priority, grace_ms, created_at, updated_at)
      values (${code}, ${code}, ${code}, ${more.messageClass ?? "marketing"}, 't', '[]', '{"kind":"days","every":1}', 480,
      'running', ${more.priority ?? 0}, ${more.graceMs ?? 86_400_000}, 0, 0) returning id`,
  ]);
  return rows?.[0]?.id ?? 0;
}

/** A customer with consent for each newsletter, subscribed daily at 08:00 in her zone. */
export async function addCustomer(
  store: Store,
  code: string,
  options: { newsletters: readonly string[]; email?: string | null; zone?: string; pace?: Pace; minute?: number },
): Promise<number> {
  const email = options.email === undefined ? `${code}@people.example` : options.email;
  const zone = options.zone ?? "UTC";
  const schedule = { pace: options.pace ?? DAILY, zone, minute: options.minute ?? 480, anchorOn: "2026-01-01" };
  const topics = JSON.stringify(options.newsletters);
  const news = await store.read<{ id: number; code: string }>(
    sql`select id, code from newsletters where code in (select value from json_each(${topics}))`,
  );
  await store.write([
    sql`insert into customers (code, zone, email, email_hash, is_tracked, created_at, updated_at)
      values (${code}, ${zone}, ${email}, ${email === null ? null : `h:${email.toLowerCase()}`}, 1, 0, 0)`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select c.id, 'receive', 'email', value, 1, 1 from customers c, json_each(${topics}) where c.code = ${code}`,
    upsertSchedules([schedule]),
    upsertSubscriptions(
      news.map(({ id }) => ({
        customerCode: code,
        newsletterId: id,
        isOn: true,
        channel: "email",
        schedule,
        chosenBy: "customer" as const,
      })),
      0,
    ),
  ]);
  const [row] = await store.read<{ id: number }>(sql`select id from customers where code = ${code}`);
  return row?.id ?? 0;
}

/** Sets the planner's watermark, so that the first plan has something behind it. */
export async function startPlannerAt(store: Store, at: number): Promise<void> {
  await store.write([sql`insert into planner_state (name, watermark, updated_at) values ('messages', ${at}, ${at})`]);
}

export async function statesOf(store: Store): Promise<Record<string, number>> {
  const rows = await store.read<{ state: string; n: number }>(
    sql`select case when reason is null then state else state || ':' || reason end as state, count(*) as n from messages group by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}
