import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Channel, MessageContent, SendOutcome } from "#channels/channel.ts";
import { startSending } from "#entry/node/start-sending.ts";
import { MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { ok } from "#kernel/result.ts";
import type { ContentSource } from "#messages/message.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { quickStore } from "#tests/simulation/quick-store.ts";
import { VirtualTime } from "#tests/worlds/virtual-time.ts";

const MESSAGES = 400;
const HANGS_MS = 20 * SECOND_MS;
const ANSWERS_MS = 40;
const EIGHT = START + 8 * 60 * MINUTE_MS;

type Provider = { readonly channel: Channel<MessageContent>; readonly takenAt: number[] };

function provider(
  time: VirtualTime,
  kind: "email" | "sms",
  answer: () => { ms: number; outcome: SendOutcome },
): Provider {
  const takenAt: number[] = [];
  const channel: Channel<MessageContent> = {
    name: `provider-${kind}`,
    kind,
    limits: { concurrency: 5, timeoutMs: HANGS_MS, idempotencyWindowMs: 0 },
    send: async () => {
      const { ms, outcome } = answer();
      await time.pass(ms);
      if (outcome.kind === "accepted") takenAt.push(time.now());
      return outcome;
    },
    close: async () => undefined,
  };
  return { channel, takenAt };
}

const content: ContentSource = {
  prepare: async (messages) =>
    new Map(
      messages.map(({ id, channel, dueAt }) => {
        const from = { name: "Vendor", address: "news@vendor.example" };
        const said =
          channel === "sms"
            ? ({ kind: "sms", from: "Vendor", text: "Hello", encoding: "gsm7", segments: 1 } as const)
            : ({ kind: "email", from, subject: "Hello", html: "", text: "" } as const);
        return [
          id,
          ok({ templateId: 1, inputs: "{}", bodyHash: "h", linkIds: [], content: said, date: dueAt }),
        ] as const;
      }),
    ),
};

/** Texts and mails to as many, on Node's own engine; gives how long after it was due each text left, in virtual time. */
async function delaysOfTexts(mail: { readonly hangs: boolean }): Promise<readonly number[]> {
  const time = new VirtualTime(EIGHT - SECOND_MS);
  const store = await quickStore();
  const world = await messageWorld({ store, content });
  const accepted: SendOutcome = { kind: "accepted", providerId: "p" };
  const mails = provider(time, "email", () =>
    mail.hangs
      ? { ms: HANGS_MS, outcome: { kind: "unknown", reason: "timeout" } }
      : { ms: ANSWERS_MS, outcome: accepted },
  );
  const texts = provider(time, "sms", () => ({ ms: ANSWERS_MS, outcome: accepted }));
  await addNewsletter(store, "news");
  await startPlannerAt(store, START);
  for (let index = 0; index < MESSAGES; index += 1) await addCustomer(store, `c${index}`, { newsletters: ["news"] });
  await store.write([
    sql`update customers set phone = '+43' || id, phone_hash = 'h:+43' || id`,
    sql`update newsletters set channels = '["email","sms"]'`,
    sql`update subscriptions set channel = iif(customer_id % 2 = 0, 'email', 'sms')`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select id, 'receive', 'sms', 'news', 1, 1 from customers`,
  ]);
  const messages: MessageDeps = {
    ...world,
    clock: time,
    channels: new Map([
      ["email", mails.channel],
      ["sms", texts.channel],
    ]),
    policy: { ...world.policy, leaseMs: MINUTE_MS },
  };
  let turns = 0;
  const worker = { name: "node", nextTurn: () => (turns += 1) };
  const stop = startSending({
    station: { messages, tickDeps: { messages, worker, sendBatch: 50 } },
    clock: time,
    timer: time,
    log: () => undefined,
    metrics: { turn: () => undefined },
    counters: new Map(),
  });
  await time.runUntil(EIGHT + 3 * MINUTE_MS);
  const ended = stop();
  await time.runUntil(EIGHT + 10 * MINUTE_MS);
  await ended;
  await store.close();
  return texts.takenAt.map((at) => at - EIGHT);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe("channels are lanes of their own", () => {
  it("while one provider hangs, another's delay changes by less than a tenth, in virtual time", async () => {
    const well = await delaysOfTexts({ hangs: false });
    const hanging = await delaysOfTexts({ hangs: true });
    expect(well).toHaveLength(MESSAGES / 2);
    expect(hanging).toHaveLength(MESSAGES / 2);
    expect(Math.abs(mean(hanging) / mean(well) - 1)).toBeLessThan(0.1);
    expect(Math.max(...hanging) / Math.max(...well)).toBeLessThan(1.1);
  });
});
