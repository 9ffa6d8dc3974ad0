import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Channel, SendOutcome } from "#channels/channel.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue, type Worker } from "#messages/send/send-due.ts";
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

function worker(name: string): Worker {
  let turns = 0;
  return { name, nextTurn: () => (turns += 1) };
}

/** Content that lets something happen between the claim and the request. */
const meanwhile = (work: () => Promise<unknown>): ContentSource => ({
  prepare: async (messages) => {
    await work();
    return plainContent.prepare(messages);
  },
});

/** What claim and sender promise on every database. */
export function senderContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (...codes: readonly string[]) => {
    const deps = await messageWorld({ store: await makeStore() });
    await addNewsletter(deps.store, "news");
    await startPlannerAt(deps.store, START);
    for (const code of codes) await addCustomer(deps.store, code, { newsletters: ["news"] });
    return deps;
  };
  const planned = async (...codes: readonly string[]) => {
    const deps = await world(...codes);
    await due(deps);
    return deps;
  };
  const due = async (deps: MessageWorld, at = EIGHT) => {
    deps.clock.set(at);
    await planMessages(deps.store, at, { planAheadMs: 0, graceMs: DAY_MS });
  };
  const sentTo = (deps: MessageWorld) => deps.channel.log.map((message) => message.to.split("@")[0] ?? "").sort();
  const suppress = (deps: MessageWorld, code: string) =>
    deps.store.write([
      sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
        values (${`h:${code}@people.example`}, 'email', '', 'complaint', 'test', 0)`,
    ]);

  const pause = (deps: MessageWorld, code: string, { from, until }: { from: string; until?: string }) =>
    deps.store.write([
      sql`insert into preferences (customer_id, paused_from, paused_until, updated_at)
        select id, ${from}, ${until ?? null}, 0 from customers where code = ${code}`,
    ]);

  describe(`sending on ${name}: once`, () => {
    it("twenty senders at once give each customer one message", async () => {
      const codes = Array.from({ length: 24 }, (_, index) => `c${String(index).padStart(2, "0")}`);
      const deps = await planned(...codes);
      const reports = await Promise.all(
        Array.from({ length: 20 }, (_, index) => sendDue(deps, worker(`w${index}`), 3)),
      );
      while ((await sendDue(deps, worker("last"), 10)).taken > 0);
      expect(sentTo(deps)).toEqual(codes);
      expect(reports.reduce((sum, report) => sum + report.taken, 0)).toBeGreaterThan(20);
      expect(await statesOf(deps.store)).toEqual({ accepted: 24 });
    });

    it("two customer codes with one address get one message, whoever claims them and when", async () => {
      const deps = await world();
      await addCustomer(deps.store, "ada", { newsletters: ["news"] });
      await addCustomer(deps.store, "ada-2", { newsletters: ["news"], email: "ADA@people.example" });
      await due(deps);
      await Promise.all([sendDue(deps, worker("a"), 1), sendDue(deps, worker("b"), 1)]);
      await sendDue(deps, worker("c"), 10);
      expect(deps.channel.log).toHaveLength(1);
      expect(await statesOf(deps.store)).toEqual({ accepted: 1, "skipped:same_address": 1 });
    });

    it("a sender that wakes after its lease finds its rows taken, and changes nothing", async () => {
      const deps = await planned("ada");
      const asleep = meanwhile(async () => {
        deps.clock.advance(2 * MINUTE_MS);
        await recoverMessages(deps);
        await sendDue(deps, worker("awake"), 10);
      });
      await sendDue({ ...deps, content: asleep }, worker("asleep"), 10);
      expect(deps.channel.log).toHaveLength(1);
      const rows = await deps.store.read(sql`select state, fence, attempts from messages`);
      expect(rows).toEqual([{ state: "accepted", fence: 2, attempts: 1 }]);
    });

    /** Hands the message over, sleeps longer than its lease, and says then what came of it. */
    const sleeping = (deps: MessageWorld, outcome: SendOutcome, meanwhile: () => Promise<unknown>): Channel => ({
      ...deps.channel,
      send: async (message, options) => {
        await deps.channel.send(message, options);
        deps.clock.advance(2 * MINUTE_MS);
        await recoverMessages(deps);
        await meanwhile();
        return outcome;
      },
    });

    it("an answer that comes after the lease is not written over what was decided meanwhile: another's try stands", async () => {
      const deps = await planned("ada");
      await deps.store.write([sql`update newsletters set message_class = 'transactional'`]);
      const again = async () => {
        deps.clock.advance(5 * MINUTE_MS);
        await sendDue(deps, worker("awake"), 10);
      };
      const late = sleeping(deps, { kind: "rejected", reason: "late", suppress: false }, again);
      await sendDue({ ...deps, channels: new Map([["email", late]]) }, worker("late"), 10);
      expect(await statesOf(deps.store)).toEqual({ accepted: 1 });
      expect(deps.channel.log).toHaveLength(2);
    });

    it("an answer that comes after the lease is known while nobody tried since, and the message is not sent again", async () => {
      for (const messageClass of ["marketing", "transactional"]) {
        const deps = await planned("ada");
        await deps.store.write([sql`update newsletters set message_class = ${messageClass}`]);
        const late = sleeping(deps, { kind: "accepted", providerId: "p1" }, async () => {
          expect(Object.keys(await statesOf(deps.store))).not.toContain("accepted");
        });
        await sendDue({ ...deps, channels: new Map([["email", late]]) }, worker("late"), 10);
        expect(await statesOf(deps.store)).toEqual({ accepted: 1 });
        deps.clock.advance(5 * MINUTE_MS);
        expect((await sendDue(deps, worker("next"), 10)).taken).toBe(0);
      }
    });
  });

  describe(`sending on ${name}: who`, () => {
    it("a suppression between claim and request still holds the message back, and only hers", async () => {
      const deps = await planned("ada", "bea");
      await sendDue({ ...deps, content: meanwhile(() => suppress(deps, "ada")) }, worker("w"), 10);
      expect(sentTo(deps)).toEqual(["bea"]);
      expect(await statesOf(deps.store)).toEqual({ accepted: 1, "skipped:suppressed": 1 });
    });

    it("twenty senders at once never let a customer have more than her cap, and the higher priority wins", async () => {
      const deps = await messageWorld({ store: await makeStore() });
      const codes = ["n0", "n1", "n2", "n3"];
      for (const [index, code] of codes.entries()) await addNewsletter(deps.store, code, { priority: index });
      await startPlannerAt(deps.store, START);
      for (const code of ["ada", "bea"]) await addCustomer(deps.store, code, { newsletters: codes });
      await deps.store.write([
        sql`insert into preferences (customer_id, cap_count, cap_days, updated_at) select id, 2, 7, 0 from customers`,
      ]);
      await due(deps);
      await Promise.all(Array.from({ length: 20 }, (_, index) => sendDue(deps, worker(`w${index}`), 4)));
      await due(deps, EIGHT + DAY_MS);
      await Promise.all(Array.from({ length: 20 }, (_, index) => sendDue(deps, worker(`v${index}`), 4)));
      expect(sentTo(deps)).toEqual(["ada", "ada", "bea", "bea"]);
      const winners = await deps.store.read(sql`select distinct n.code from messages m
        join newsletters n on n.id = m.newsletter_id where m.state = 'accepted' order by 1`);
      expect(winners).toEqual([{ code: "n2" }, { code: "n3" }]);
    });

    it("the vendor's cap holds for those who chose none", async () => {
      const deps = await world("ada");
      const capped = { ...deps, policy: { ...deps.policy, cap: { count: 1, days: 7 } } };
      await due(deps);
      await sendDue(capped, worker("w"), 10);
      await due(deps, EIGHT + DAY_MS);
      await sendDue(capped, worker("w"), 10);
      expect(await statesOf(deps.store)).toEqual({ accepted: 1, "skipped:capped": 1 });
    });

    it("in no seven days does a customer have more than her cap, on whatever days she is sent something", async () => {
      const deps = await world("ada");
      await deps.store.write([
        sql`insert into preferences (customer_id, cap_count, cap_days, updated_at) select id, 2, 7, 0 from customers`,
      ]);
      for (let day = 0; day < 24; day += 1) {
        await due(deps, EIGHT + day * DAY_MS);
        await sendDue(deps, worker(`w${day}`), 10);
      }
      const rows = await deps.store.read<{ at: number }>(
        sql`select (accepted_at - ${EIGHT}) / ${DAY_MS} as at from messages where state = 'accepted' order by 1`,
      );
      expect(rows.map(({ at }) => at)).toEqual([0, 1, 7, 8, 14, 15, 21, 22]);
    });

    it("a pause that she takes after the plan holds back what is due on its dates, and nothing of it comes later", async () => {
      const deps = await planned("ada", "bea");
      await pause(deps, "ada", { from: "2026-11-22", until: "2026-11-23" });
      await sendDue(deps, worker("w"), 10);
      deps.clock.set(EIGHT + 20 * HOUR_MS);
      await sendDue(deps, worker("w"), 10);
      expect(sentTo(deps)).toEqual(["bea"]);
      expect(await statesOf(deps.store)).toEqual({ accepted: 1, "skipped:paused": 1 });
    });

    it("what had to wait until her pause began does not come inside it, by the calendar where she lives", async () => {
      const deps = await world("ada");
      await addCustomer(deps.store, "hana", { newsletters: ["news"], zone: "Asia/Tokyo", minute: 17 * 60 });
      await due(deps);
      deps.channel.answer = () => ({ kind: "deferred", reason: "busy" });
      await sendDue(deps, worker("w"), 10);
      for (const code of ["ada", "hana"]) await pause(deps, code, { from: "2026-11-23" });
      deps.channel.answer = () => ({ kind: "accepted", providerId: "p" });
      // Half past midnight in Tokyo, the afternoon before in London.
      deps.clock.set(Date.UTC(2026, 10, 22, 15, 30));
      await sendDue(deps, worker("w"), 10);
      expect(sentTo(deps)).toEqual(["ada"]);
      expect(await statesOf(deps.store)).toEqual({ accepted: 1, "skipped:paused": 1 });
      expect(await deps.store.read(sql`select count(reserved_at) as reserved from messages`)).toEqual([
        { reserved: 1 },
      ]);
    });

    it("a paused programme sends nothing from the next claim on, and goes on when resumed", async () => {
      const deps = await planned("ada");
      await deps.store.write([sql`update newsletters set state = 'paused'`]);
      expect((await sendDue(deps, worker("w"), 10)).taken).toBe(0);
      await deps.store.write([sql`update newsletters set state = 'running'`]);
      expect((await sendDue(deps, worker("w"), 10)).sent).toBe(1);
    });

    it("a recipient whom the provider does not know is suppressed by hash", async () => {
      const deps = await planned("ada");
      deps.channel.answer = () => ({ kind: "rejected", reason: "5.1.1", suppress: true });
      await sendDue(deps, worker("w"), 10);
      expect(await deps.store.read(sql`select address_hash, channel, scope, reason from suppressions`)).toEqual([
        { address_hash: "h:ada@people.example", channel: "email", scope: "", reason: "unknown_recipient" },
      ]);
    });
  });

  describe(`sending on ${name}: after a failure`, () => {
    it("what a sender claimed and never tried is due again when its lease is over", async () => {
      const deps = await planned("ada");
      const dying = meanwhile(async () => {
        throw new Error("The process ends here.");
      });
      await expect(sendDue({ ...deps, content: dying }, worker("dead"), 10)).rejects.toThrow("ends here");
      expect((await sendDue(deps, worker("w"), 10)).taken).toBe(0);
      deps.clock.advance(2 * MINUTE_MS);
      expect(await recoverMessages(deps)).toEqual({ released: 1, unknown: 0, again: 0 });
      expect((await sendDue(deps, worker("w"), 10)).sent).toBe(1);
    });

    it("what a sender tried and never told of is unknown, and marketing is not sent again", async () => {
      const deps = await planned("ada");
      await sendDue(deps, worker("w"), 10);
      await deps.store.write([
        sql`update messages set state = 'attempting', claimed_by = 'dead:1', lease_until = ${deps.clock.now()}`,
      ]);
      deps.clock.advance(1);
      expect(await recoverMessages(deps)).toEqual({ released: 0, unknown: 1, again: 0 });
      expect((await sendDue(deps, worker("w"), 10)).taken).toBe(0);
    });

    it("a deferred message is tried again with the same bytes, and only after its wait", async () => {
      const deps = await planned("ada");
      deps.channel.answer = () => ({ kind: "deferred", reason: "busy" });
      await sendDue(deps, worker("w"), 10);
      expect((await sendDue(deps, worker("w"), 10)).taken).toBe(0);
      deps.clock.advance(2 * MINUTE_MS);
      deps.channel.answer = () => ({ kind: "accepted", providerId: "p" });
      expect((await sendDue(deps, worker("w"), 10)).sent).toBe(1);
      expect(deps.channel.tries[1]).toEqual(deps.channel.tries[0]);
    });

    it("what is older than its grace time is skipped and counted, never a burst", async () => {
      const deps = await planned("ada");
      deps.clock.advance(25 * HOUR_MS);
      await sendDue(deps, worker("w"), 10);
      expect(deps.channel.log).toEqual([]);
      expect(await statesOf(deps.store)).toEqual({ "skipped:missed": 1 });
    });
  });
}
