import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { scopeNames } from "#access/scopes.ts";
import { buryLetters } from "#entry/queues/bury-letters.ts";
import { replayClick } from "#entry/queues/click-letter.ts";
import { consumeWakes } from "#entry/queues/consume-wakes.ts";
import { countDue } from "#entry/queues/count-due.ts";
import { sweep } from "#entry/queues/sweep.ts";
import { mostDue, WAKE_WORD, wakeSenders } from "#entry/queues/wake.ts";
import type { QueueMessage } from "#entry/queues/work-queue.ts";
import { planTurn } from "#entry/tick.ts";
import { queueJournal } from "#entry/worker/queue-journal.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import type { Replayers } from "#messages/dead-letters/dead-letter.ts";
import { forgetDeadLetters } from "#messages/dead-letters/forget-dead-letters.ts";
import { listDeadLetters } from "#messages/dead-letters/list-dead-letters.ts";
import { replayDeadLetter } from "#messages/dead-letters/replay-dead-letter.ts";
import { replaySend } from "#messages/dead-letters/replay-send.ts";
import type { ContentSource } from "#messages/message.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import {
  addCustomer,
  addNewsletter,
  type MessageWorld,
  messageWorld,
  plainContent,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const SEND_BATCH = 4;
const actor = { kind: "operator", id: "owner", scopes: scopeNames } as const;
const codes = Array.from({ length: 22 }, (_, index) => `c${String(index).padStart(2, "0")}`);

/** A word as a queue would deliver it; it keeps what its consumer said of it. */
function wordOf(clock: MessageWorld["clock"], body: unknown, attempts = 1) {
  const told: string[] = [];
  const message: QueueMessage & { readonly told: string[] } = {
    id: `m-${String(body)}`,
    timestamp: new Date(clock.now()),
    body,
    attempts,
    told,
    ack: () => void told.push("ack"),
    retry: ({ delaySeconds } = {}) => void told.push(`retry ${delaySeconds}`),
  };
  return message;
}

/** What queue, sweeper and dead letters promise on every database. */
export function sendingQueueContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (content: ContentSource = plainContent) => {
    const deps = await messageWorld({ store: await makeStore(), content });
    await addNewsletter(deps.store, "news");
    await startPlannerAt(deps.store, START);
    for (const code of codes) await addCustomer(deps.store, code, { newsletters: ["news"] });
    deps.clock.set(EIGHT);
    let turns = 0;
    const worker = { name: "w", nextTurn: () => (turns += 1) };
    const sendTurn = async () => (await sendDue(deps, worker, SEND_BATCH)).taken;
    const log: string[] = [];
    const lines = (event: string) => void log.push(event);
    const station = { ...deps, log: lines };
    const consume = (messages: readonly QueueMessage[]) =>
      consumeWakes(
        { clock: deps.clock, log: lines, turns: { [WAKE_WORD]: async () => void (await sendTurn()) } },
        { queue: "x-send", messages },
      );
    /** One tick; `carry` is the queue. */
    const tick = async (carry: (words: readonly QueueMessage[]) => Promise<void>) => {
      await planTurn({ messages: deps, worker, sendBatch: SEND_BATCH });
      const { due, oldestDueAt } = await countDue(deps.store, { now: deps.clock.now(), limit: mostDue(SEND_BATCH) });
      const sent: string[] = [];
      const queue = {
        sendBatch: async (words: Iterable<{ body: string }>) => void sent.push(...[...words].map(({ body }) => body)),
      };
      await wakeSenders(queue, { due, sendBatch: SEND_BATCH });
      await carry(sent.map((body) => wordOf(deps.clock, body)));
      return sweep({ clock: deps.clock, oldestDueAt, sendTurn, mostTurns: 3 });
    };
    return { deps: station, sendTurn, consume, tick, log };
  };
  const sentTo = ({ channel }: MessageWorld) => channel.log.map(({ to }) => to.slice(0, to.indexOf("@"))).sort();

  describe(`the sending queue on ${name}`, () => {
    it("where every word is lost the sweeper alone sends everything, once", async () => {
      const { deps, tick } = await world();
      const swept: number[] = [];
      for (let minute = 0; minute < 6; minute += 1) {
        swept.push(await tick(async () => undefined));
        deps.clock.advance(MINUTE_MS);
      }
      expect(swept).toEqual([0, 0, 12, 10, 0, 0]);
      expect(sentTo(deps)).toEqual(codes);
      expect(await statesOf(deps.store)).toEqual({ accepted: codes.length });
    });

    it("where every word comes five times, in any order and two at once, nothing is sent twice and nothing is swept", async () => {
      const { deps, tick, consume } = await world();
      const five = async (words: readonly QueueMessage[]) => {
        const all = [...words, ...words, ...words, ...words, ...words].toReversed();
        const half = Math.floor(all.length / 2);
        await Promise.all([consume(all.slice(0, half)), consume(all.slice(half))]);
      };
      const swept = [await tick(five)];
      deps.clock.advance(3 * MINUTE_MS);
      swept.push(await tick(five));
      expect(swept).toEqual([0, 0]);
      expect(sentTo(deps)).toEqual(codes);
      expect(await statesOf(deps.store)).toEqual({ accepted: codes.length });
    });

    it("a word that is not understood, or whose turn fails, comes back alone and later; the others are acknowledged", async () => {
      let isAway = true;
      const { deps, tick, consume, log } = await world({
        prepare: async (messages) => {
          if (isAway) throw new TypeError("The catalogue is away.");
          return plainContent.prepare(messages);
        },
      });
      await tick(async () => undefined);
      const failing = wordOf(deps.clock, WAKE_WORD, 2);
      const unread = wordOf(deps.clock, { due: true });
      await consume([unread, failing]);
      isAway = false;
      const good = wordOf(deps.clock, WAKE_WORD);
      await consume([good]);
      expect([unread.told, failing.told, good.told]).toEqual([["retry 5"], ["retry 10"], ["ack"]]);
      expect(log).toEqual(expect.arrayContaining(["wake_unreadable", "turn_failed"]));
      expect(deps.channel.log).toHaveLength(SEND_BATCH);
    });

    it("a word that is older than two ticks wakes nobody and is not repeated", async () => {
      const { deps, tick, consume } = await world();
      await tick(async () => undefined);
      const late = wordOf(deps.clock, WAKE_WORD);
      deps.clock.advance(2 * MINUTE_MS);
      await consume([late]);
      expect([late.told, deps.channel.log]).toEqual([["ack"], []]);
    });

    it("one message that can't be made holds up nobody, is a dead letter in the end, and goes out when it is replayed", async () => {
      let isBad = true;
      const { deps, sendTurn, tick, log } = await world({
        prepare: async (messages) => {
          if (isBad && messages.some(({ customerCode }) => customerCode === "c07")) throw new RangeError("unspeakable");
          return plainContent.prepare(messages);
        },
      });
      await tick(async () => undefined);
      let isOver = false;
      for (let claim = 0; claim < 12 && !isOver; claim += 1) {
        for (;;) {
          const taken = await sendTurn().catch(() => 1);
          if (taken === 0) break;
        }
        await tick(async () => undefined).catch(() => undefined);
        deps.clock.advance(2 * MINUTE_MS);
        isOver = (await statesOf(deps.store))["skipped:poisoned"] === 1;
      }
      expect(sentTo(deps)).toEqual(codes.filter((code) => code !== "c07"));
      const { items } = await listDeadLetters(deps.store, { limit: 10 });
      expect(items).toMatchObject([{ queue: "send", reason: "RangeError", times: 1, state: "dead" }]);
      expect(log).not.toContain("unspeakable");
      isBad = false;
      const replayers: Replayers = { clicks: async () => false, send: (letter) => replaySend(deps, letter) };
      const id = items[0]?.id ?? 0;
      for (let times = 0; times < 2; times += 1) {
        expect(await replayDeadLetter({ deps: { ...deps, replayers }, actor, id })).toMatchObject({ ok: true });
        while ((await sendTurn()) > 0);
      }
      expect(sentTo(deps)).toEqual(codes);
      expect(await statesOf(deps.store)).toEqual({ accepted: codes.length });
      const [row] = await deps.store.read(sql`select count(*) as n from audit_log where action = 'replay-dead-letter'`);
      expect(row).toEqual({ n: 1 });
    });
  });

  describe(`dead letters on ${name}`, () => {
    const graveyard = async () => {
      const { deps, log } = await world();
      const journalKey = deps.secret.keyFor("click-journal/1");
      const bodies: Uint8Array[] = [];
      const journal = queueJournal({ send: async (body) => void bodies.push(body) }, journalKey, () => undefined);
      const click = { purpose: "click", linkNo: 0, method: "GET", address: "192.0.2.77", headers: {} } as const;
      await planTurn({ messages: deps, worker: { name: "w", nextTurn: () => 1 }, sendBatch: 1 });
      const [message] = await deps.store.read<{ id: number }>(sql`select id from messages order by id limit 1`);
      await journal.append({ ...click, at: EIGHT, messageNumber: message?.id ?? 0 });
      const letter = wordOf(deps.clock, bodies[0]);
      return { deps, log, journalKey, letter: { ...letter, id: "click-1" } };
    };

    it("are written down once, sealed and with an alarm, however often they come; another of the same name counts", async () => {
      const { deps, log, journalKey, letter } = await graveyard();
      const bury = { ...deps, journalKey };
      for (let times = 0; times < 5; times += 1) await buryLetters(bury, "clicks", { queue: "q", messages: [letter] });
      const words = ["a", "b", "b"].map((id) => ({ ...wordOf(deps.clock, WAKE_WORD), id }));
      await buryLetters(bury, "send", { queue: "q", messages: words });
      const { items } = await listDeadLetters(deps.store, { limit: 10 });
      expect(items).toMatchObject([
        { queue: "send", name: WAKE_WORD, times: 2, state: "dead" },
        { queue: "clicks", name: "click-1", reason: "projection_failed", times: 1 },
      ]);
      expect(letter.told).toEqual(["ack", "ack", "ack", "ack", "ack"]);
      expect(log).toContain("dead_letter");
      const [row] = await deps.store.read<{ body: ArrayBuffer; customer: number }>(
        sql`select body, customer_id as customer from dead_letters where queue = 'clicks'`,
      );
      expect(Buffer.from(row?.body ?? new ArrayBuffer(0)).toString("latin1")).not.toContain("192.0.2.77");
      expect(row?.customer).toBeGreaterThan(0);
    });

    it("a click that is replayed twice is one click; one that can't be read says so and stays", async () => {
      const { deps, journalKey, letter } = await graveyard();
      const broken = { ...wordOf(deps.clock, new Uint8Array([1, 2, 3])), id: "click-2" };
      await buryLetters({ ...deps, journalKey }, "clicks", { queue: "q", messages: [letter, broken] });
      const project = (clicks: Parameters<typeof projectClicks>[1]) => projectClicks(deps, clicks);
      const replayers = {
        clicks: (one: { name: string; body: string }) => replayClick({ key: journalKey, project }, one),
        send: async () => true,
      };
      const [unread, click] = (await listDeadLetters(deps.store, { limit: 10 })).items;
      const replay = (id = 0) => replayDeadLetter({ deps: { ...deps, replayers }, actor, id });
      expect([(await replay(click?.id)).ok, (await replay(click?.id)).ok]).toEqual([true, true]);
      expect(await deps.store.read(sql`select count(*) as n from clicks`)).toEqual([{ n: 1 }]);
      expect(await replay(unread?.id)).toMatchObject({ ok: false, error: { code: "conflict" } });
      expect(await replay(999)).toMatchObject({ ok: false, error: { code: "not_found" } });
      deps.clock.advance(31 * DAY_MS);
      await forgetDeadLetters(deps);
      expect((await listDeadLetters(deps.store, { limit: 10 })).items).toEqual([]);
    });
  });
}
