import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { SendOutcome } from "#channels/channel.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { applyReports } from "#messages/reports/apply-reports.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { quickStore } from "#tests/simulation/quick-store.ts";
import {
  addCustomer,
  addNewsletter,
  type MessageWorld,
  messageWorld,
  scriptedChannel,
  type ScriptedChannel,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { closeBreaker } from "./breakers/close-breaker.ts";
import { findSending } from "./find-sending.ts";
import { receiverByDomain } from "./receivers/receiver-of-exchanges.ts";

const EIGHT = START + 8 * HOUR_MS;
const DOMAIN = "news.vendor.example";
const actor = { kind: "operator", id: "1" } as const;

type World = {
  readonly deps: MessageDeps & Pick<MessageWorld, "clock">;
  readonly first: ScriptedChannel;
  readonly second: ScriptedChannel;
  readonly told: Array<readonly [string, object]>;
};

let world: World;
let turns = 0;

async function traffic(options: { readonly messageClass?: string; readonly isKeyed?: boolean } = {}): Promise<World> {
  const limits = { concurrency: 5, idempotencyWindowMs: options.isKeyed === true ? DAY_MS : 0 };
  const first = scriptedChannel(limits);
  const second = scriptedChannel(limits);
  const told: Array<readonly [string, object]> = [];
  const base = await messageWorld({ store: await quickStore(), channel: first });
  await addNewsletter(base.store, "news", options);
  await startPlannerAt(base.store, START);
  const deps = {
    ...base,
    channels: new Map([["email", { ...first, second: { ...second, name: "second" } }]]),
    traffic: { sendingDomain: DOMAIN, receiverOf: receiverByDomain },
    log: (event: string, detail: object) => void told.push([event, detail]),
  };
  return { deps, first, second, told };
}

async function people(count: number, domain: string): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const code = `${domain.split(".")[0]}${index}`;
    await addCustomer(world.deps.store, code, { newsletters: ["news"], email: `${code}@${domain}` });
  }
}

/** Plans up to now and sends all that is due. */
async function send(): Promise<void> {
  const { store, clock } = world.deps;
  await planMessages(store, clock.now(), { planAheadMs: 0, graceMs: DAY_MS });
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  for (let taken = 1; taken > 0;) ({ taken } = await sendDue(world.deps, worker, 50));
}

const states = () => statesOf(world.deps.store);
const breakers = async () => (await findSending(world.deps)).breakers;
const deferred = (reason: string) => (): SendOutcome => ({ kind: "deferred", reason });

beforeEach(async () => {
  world = await traffic();
  world.deps.clock.set(EIGHT);
});

describe("a provider that can't", () => {
  it("and refuses the account is left alone at once, with one alarm; nobody is suppressed, and the second sends", async () => {
    await people(20, "one.example");
    world.first.answer = deferred("validation_error_401");
    await send();
    expect(world.first.tries).toHaveLength(5);
    expect(world.second.log).toHaveLength(15);
    expect(world.told.filter(([event]) => event === "breaker_open")).toEqual([
      ["breaker_open", { subject: "scripted", cause: "refused_credentials" }],
    ]);
    expect(await world.deps.store.read(sql`select 1 from suppressions`)).toEqual([]);
    // What the first deferred goes on by the second.
    world.deps.clock.advance(2 * MINUTE_MS);
    await send();
    expect(world.second.log).toHaveLength(20);
    expect(await states()).toEqual({ accepted: 20 });
    const by = await world.deps.store.read(sql`select provider, count(*) as n from messages group by provider`);
    expect(by).toEqual([{ provider: "second", n: 20 }]);
  });

  it("is asked again by one message, later and later, and sends again once it answers", async () => {
    await people(40, "one.example");
    world.second.answer = deferred("connection: refused");
    world.first.answer = deferred("connection: refused");
    await send();
    expect(await breakers()).toHaveLength(2);
    const before = world.first.tries.length + world.second.tries.length;
    world.deps.clock.advance(70_000);
    await send();
    // One probe each.
    expect(world.first.tries.length + world.second.tries.length).toBe(before + 2);
    world.deps.clock.advance(70_000);
    await send();
    expect(world.first.tries.length + world.second.tries.length).toBe(before + 2);
    world.first.answer = () => ({ kind: "accepted", providerId: "p" });
    for (let minutes = 0; minutes < 60; minutes += 1) {
      world.deps.clock.advance(MINUTE_MS);
      await send();
    }
    expect(await states()).toEqual({ accepted: 40 });
    expect(world.told.filter(([event]) => event === "breaker_open")).toHaveLength(2);
    expect(world.told).toContainEqual(["breaker_closed", { subject: "scripted", cause: "no_answer" }]);
    expect(world.first.log.length).toBeGreaterThan(30);
  });

  it("and may have a message keeps it: no other provider ever gets what may have gone", async () => {
    world = await traffic({ messageClass: "transactional", isKeyed: true });
    world.deps.clock.set(EIGHT);
    await people(8, "one.example");
    world.first.answer = () => ({ kind: "unknown", reason: "answer_lost" });
    await send();
    for (let minutes = 0; minutes < 180; minutes += 10) {
      world.deps.clock.advance(10 * MINUTE_MS);
      await send();
    }
    const lost = new Set(world.first.tries.map(({ key }) => key));
    expect(lost.size).toBeGreaterThanOrEqual(5);
    expect(world.second.log.filter(({ key }) => lost.has(key))).toEqual([]);
    world.first.answer = () => ({ kind: "accepted", providerId: "p" });
    for (let hours = 0; hours < 12; hours += 1) {
      world.deps.clock.advance(HOUR_MS);
      await send();
    }
    expect(await states()).toEqual({ accepted: 8 });
  });

  it("and whose worker died is judged by its own memory of keys, not by the other's", async () => {
    world = await traffic({ messageClass: "marketing", isKeyed: true });
    world.deps.clock.set(EIGHT);
    const { store, clock } = world.deps;
    const channels = new Map([
      [
        "email",
        {
          ...world.first,
          second: { ...world.second, name: "second", limits: { ...world.second.limits, idempotencyWindowMs: 0 } },
        },
      ],
    ]);
    await people(2, "one.example");
    await planMessages(store, clock.now(), { planAheadMs: 0, graceMs: DAY_MS });
    await store.write([
      sql`update messages set state = 'attempting', attempts = 1, first_attempt_at = ${EIGHT}, fence = 1,
        lease_until = ${EIGHT}, provider = iif(id % 2 = 0, 'scripted', 'second')`,
    ]);
    clock.advance(MINUTE_MS);
    await recoverMessages({ ...world.deps, channels });
    expect(await states()).toEqual({ "deferred:same_key_again": 1, "unknown_outcome:answer_lost": 1 });
  });
});

describe("a receiver", () => {
  it("that suspends us gets nothing for two hours, and nobody else waits", async () => {
    await people(10, "yahoo.com");
    await people(10, "gmail.com");
    const words = "transient: 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to user complaints";
    world.first.answer = (to) =>
      to.endsWith("yahoo.com") ? { kind: "deferred", reason: words } : { kind: "accepted", providerId: "p" };
    await send();
    expect((await states())["accepted"]).toBe(10);
    const tries = world.first.tries.length;
    const [stream] = (await findSending(world.deps)).streams;
    expect(stream).toMatchObject({ receiver: "yahoo", rule: "yahoo-tss04", suspendedUntil: EIGHT + 2 * HOUR_MS });
    world.first.answer = () => ({ kind: "accepted", providerId: "p" });
    world.deps.clock.advance(119 * MINUTE_MS);
    await send();
    expect(world.first.tries.length + world.second.tries.length).toBe(tries);
    world.deps.clock.advance(3 * MINUTE_MS);
    await send();
    expect(await states()).toEqual({ accepted: 20 });
  });

  it("that finds the rate unusual gets ten a minute for half an hour", async () => {
    await people(60, "gmail.com");
    let refusals = 2;
    world.first.answer = () => {
      refusals -= 1;
      return refusals >= 0
        ? { kind: "deferred", reason: "transient: 421-4.7.28 Our system has detected an unusual rate of mail" }
        : { kind: "accepted", providerId: "p" };
    };
    const worker = { name: "w", nextTurn: () => (turns += 1) };
    await planMessages(world.deps.store, EIGHT, { planAheadMs: 0, graceMs: DAY_MS });
    await sendDue(world.deps, worker, 5);
    const before = world.first.log.length;
    for (let minute = 0; minute < 4; minute += 1) {
      await send();
      world.deps.clock.advance(MINUTE_MS);
    }
    const inFourMinutes = world.first.log.length - before;
    expect(inFourMinutes).toBeGreaterThanOrEqual(30);
    expect(inFourMinutes).toBeLessThanOrEqual(45);
  });

  it("whose dead addresses pass a twentieth gets nothing more until a person closes the breaker, with the reasons kept", async () => {
    await people(130, "gmail.com");
    let count = 0;
    world.first.answer = () =>
      (count += 1) % 15 === 0
        ? { kind: "rejected", reason: "recipient: 550 5.1.1", suppress: true }
        : { kind: "accepted", providerId: `p${count}` };
    await send();
    const [open] = await breakers();
    expect(open).toMatchObject({ subject: `${DOMAIN}>google`, cause: "hard_bounces", probeAt: null });
    expect(open?.numbers["judged"]).toBeGreaterThanOrEqual(100);
    const tries = world.first.tries.length;
    expect(tries).toBeLessThan(130);
    world.deps.clock.advance(5 * HOUR_MS);
    await send();
    expect(world.first.tries).toHaveLength(tries);
    world.first.answer = () => ({ kind: "accepted", providerId: "p" });
    const subject = open?.subject ?? "";
    expect(await closeBreaker({ deps: world.deps, actor, subject })).toMatchObject({ ok: true });
    world.deps.clock.advance(20 * MINUTE_MS);
    await send();
    expect(world.first.tries).toHaveLength(130);
    const [row] = await world.deps.store.read<{ detail: string }>(
      sql`select detail from audit_log where action = 'close-breaker'`,
    );
    expect(JSON.parse(row?.detail ?? "{}")).toMatchObject({ cause: "hard_bounces", numbers: { hard: 7 } });
  });

  it("that reports complaints above three in a thousand stops the stream, and a report told twice counts once", async () => {
    await people(300, "gmail.com");
    await send();
    const rows = await world.deps.store.read<{ id: number; providerId: string }>(
      sql`select id, provider_id as providerId from messages order by id limit 2`,
    );
    await world.deps.store.write([sql`update messages set provider_id = 'r' || id`]);
    const complaint = (id: number) =>
      ({
        about: { providerId: `r${id}` },
        provider: "scripted",
        verdict: "complaint",
        reason: "complained",
        at: EIGHT,
      }) as const;
    const { log, store, clock, secret } = world.deps;
    const deps = { store, clock, secret, log };
    await applyReports(deps, [complaint(rows[0]?.id ?? 0)]);
    await applyReports(deps, [complaint(rows[0]?.id ?? 0)]);
    expect(await breakers()).toEqual([]);
    await applyReports(deps, [complaint(rows[1]?.id ?? 0)]);
    expect(await breakers()).toMatchObject([{ cause: "complaints", numbers: { judged: 300, hard: 0, complained: 2 } }]);
    expect(world.told).toContainEqual(["breaker_open", { subject: `${DOMAIN}>google`, cause: "complaints" }]);
  });
});

describe("a message that waits", () => {
  const open = (subject: string) =>
    world.deps.store.write([
      sql`insert into breakers (subject, state, cause, opened_at) values (${subject}, 'open', 'complaints', 0)`,
    ]);

  it("for a breaker is no older news than its grace time allows, however often it was looked at meanwhile", async () => {
    await people(3, "gmail.com");
    await world.deps.store.write([sql`update newsletters set grace_ms = ${6 * HOUR_MS}`]);
    await open(`${DOMAIN}>google`);
    for (let quarters = 0; quarters < 28; quarters += 1) {
      await send();
      expect((await findSending(world.deps)).lanes).toMatchObject([
        { channel: "email", due: 0, held: quarters < 25 ? 3 : 0 },
      ]);
      world.deps.clock.advance(15 * MINUTE_MS);
    }
    await closeBreaker({ deps: world.deps, actor, subject: `${DOMAIN}>google` });
    world.deps.clock.advance(15 * MINUTE_MS);
    await send();
    expect(world.first.tries).toEqual([]);
    expect(await states()).toEqual({ "skipped:missed": 3 });
  });

  it("and can't be made once after that is tried again: only what can't be made again and again is a dead letter", async () => {
    await people(3, "gmail.com");
    await open(`${DOMAIN}>google`);
    for (let quarters = 0; quarters < 10; quarters += 1) {
      await send();
      world.deps.clock.advance(15 * MINUTE_MS);
    }
    await closeBreaker({ deps: world.deps, actor, subject: `${DOMAIN}>google` });
    world.deps.clock.advance(15 * MINUTE_MS);
    let isAway = true;
    const { content } = world.deps;
    const prepare: typeof content.prepare = async (messages) => {
      if (isAway) throw new TypeError("The catalogue is away.");
      return content.prepare(messages);
    };
    world = { ...world, deps: { ...world.deps, content: { ...content, prepare } } };
    await expect(send()).rejects.toThrow(TypeError);
    isAway = false;
    world.deps.clock.advance(10 * MINUTE_MS);
    await recoverMessages(world.deps);
    await send();
    expect(await states()).toEqual({ accepted: 3 });
  });
});

describe("while a breaker is open", () => {
  it(
    "no try begins that it stands for, whoever claimed it before: whatever opens and closes when",
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom("open", "close", "send", "wait", "open in flight"), { minLength: 3, maxLength: 12 }),
          fc.constantFrom("scripted", `${DOMAIN}>google`),
          async (deeds, subject) => {
            world = await traffic();
            world.deps.clock.set(EIGHT);
            await people(12, "gmail.com");
            let isOpen = false;
            let opensNext = false;
            const wrong: string[] = [];
            const { store } = world.deps;
            const set = async (state: "open" | "closed") => {
              await store.write([
                sql`insert into breakers (subject, state, cause, opened_at) values (${subject}, ${state}, 'complaints', 0)
                on conflict (subject) do update set state = excluded.state, probe_at = null, probe_by = null`,
              ]);
              isOpen = state === "open";
            };
            const { first } = world;
            const guarded = {
              ...first,
              send: async (...given: Parameters<typeof first.send>) => {
                if (isOpen) wrong.push(given[0].to);
                return first.send(...given);
              },
            };
            const original = world.deps.content;
            const content: typeof original = {
              ...original,
              prepare: async (messages) => {
                // Between the claim and the request.
                if (opensNext) await set("open");
                opensNext = false;
                return original.prepare(messages);
              },
            };
            world = { ...world, deps: { ...world.deps, content, channels: new Map([["email", guarded]]) } };
            for (const deed of deeds) {
              if (deed === "open") await set("open");
              else if (deed === "close") await set("closed");
              else if (deed === "open in flight") opensNext = true;
              else if (deed === "wait") world.deps.clock.advance(HOUR_MS);
              else await send();
            }
            expect(wrong).toEqual([]);
          },
        ),
        { numRuns: 60, seed: 11 },
      );
    },
  );
});
