import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { changeTriggerState } from "#messages/triggers/change-trigger-state.ts";
import { mergeTriggers } from "#messages/triggers/merge-triggers.ts";
import { mergeMessages } from "#messages/merge-messages.ts";
import type { Store } from "#store/store.ts";
import { START, statesOf } from "#tests/worlds/message-world.ts";
import { actor, addReader, triggeredWorld, type TriggeredWorld } from "#tests/worlds/triggered-world.ts";

const nudge = { template: "nudge", topic: "baskets" };

/** An hour after the basket changed, unless she buys meanwhile. */
const basket = {
  title: "Your basket",
  when: {
    kind: "event",
    name: "Basket Updated",
    properties: { basket: "string", things: "int" },
    if: "context.things > 0",
  },
  wait: { kind: "for", minutes: 60 },
  message: { ...nudge, data: { things: "things" } },
  exit: { events: [{ name: "Order Completed" }] },
  again: { kind: "key", property: "basket" },
  restarts: true,
};

const inBasket = (basketId: string, things = 2) => ({ properties: { basket: basketId, things } });

/** What triggers promise on every database. */
export function triggersContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (...codes: readonly string[]) => {
    const here = await triggeredWorld(await makeStore());
    for (const code of codes) await addReader(here.store, code, ["baskets"]);
    return here;
  };
  const entries = (here: TriggeredWorld) =>
    here.store.read<{ code: string; key: string; held: number }>(
      sql`select c.code, e.entry_key as key, e.is_held_out as held from trigger_entries e
        join customers c on c.id = e.customer_id order by e.id`,
    );
  const state = (here: TriggeredWorld, code: string, to: "draft" | "live" | "paused") =>
    changeTriggerState({ deps: here, actor, input: { code, state: to } });

  describe(`triggers on ${name}: who is let in`, () => {
    it("an event lets her in, and after the wait the message leaves once with what the event said", async () => {
      const here = await world("ada", "bea");
      await here.live("basket", basket);
      await here.happen("ada", "Basket Updated", inBasket("b1"));
      await here.happen("bea", "Basket Updated", inBasket("b2", 0));
      expect((await here.turn()).taken).toBe(0);
      here.clock.advance(HOUR_MS);
      expect((await here.turn()).sent).toBe(1);
      expect(here.channel.log[0]?.content.html).toContain("You left 2 things.");
      expect(here.channel.log[0]?.content.unsubscribeUrl).toMatch(/^https:/);
      here.clock.advance(DAY_MS);
      await here.turn();
      expect(here.sentTo()).toEqual(["ada"]);
    });

    it("twenty passes at once, and a repeated event, let each in once", async () => {
      const codes = Array.from({ length: 12 }, (_, index) => `c${index}`);
      const here = await world(...codes);
      await here.live("basket", { ...basket, restarts: false });
      for (const code of codes) await here.happen(code, "Basket Updated", inBasket(`b-${code}`));
      await Promise.all(Array.from({ length: 20 }, () => here.follow()));
      for (const code of codes) await here.happen(code, "Basket Updated", inBasket(`b-${code}`));
      await here.follow();
      expect(await entries(here)).toHaveLength(12);
      expect(await statesOf(here.store)).toEqual({ planned: 12 });
    });

    it("what was known before it went live, came too late, or came with an import lets nobody in", async () => {
      const here = await world("ada", "bea", "cleo");
      await here.happen("ada", "Basket Updated", inBasket("b0"));
      here.clock.advance(1);
      await here.live("basket", basket);
      await here.happen("bea", "Basket Updated", { ...inBasket("b1"), minutesAgo: 25 * 60 });
      await here.happen("cleo", "Basket Updated", { ...inBasket("b2"), messageId: "order-7" });
      await here.store.write([
        sql`insert into import_changes (import_id, customer_id, subject, key)
          select 'i', id, 'event', 'order-7' from customers where code = 'cleo'`,
      ]);
      await here.follow();
      expect(await entries(here)).toEqual([]);
    });

    it("imported facts let in where that was asked", async () => {
      const here = await world("ada");
      await here.live("basket", { ...basket, includesHistory: true });
      await here.happen("ada", "Basket Updated", { ...inBasket("b1"), messageId: "order-7" });
      await here.store.write([
        sql`insert into import_changes (import_id, customer_id, subject, key)
          select 'i', id, 'event', 'order-7' from customers where code = 'ada'`,
      ]);
      await here.follow();
      expect(await entries(here)).toHaveLength(1);
    });

    it("a condition asks her past as of the moment at which it happened", async () => {
      const here = await world("ada", "bea");
      const second = 'did("Order Completed") == 2';
      await here.live("second", {
        title: "Second order",
        when: { kind: "event", name: "Order Completed", if: second },
        message: nudge,
        again: { kind: "each" },
      });
      for (const minutesAgo of [90, 60, 30]) await here.happen("ada", "Order Completed", { minutesAgo });
      await here.happen("bea", "Order Completed", { minutesAgo: 10 });
      await here.follow();
      expect(await entries(here)).toEqual([{ code: "ada", key: "m2", held: 0 }]);
    });

    it("re-entry: once ever, once in so many days, each time, or once for each key", async () => {
      const here = await world("ada");
      const visited = (again: object) => ({
        title: "Visit",
        when: { kind: "event", name: "Visited", properties: { shop: "string" } },
        wait: { kind: "for", minutes: 0 },
        message: nudge,
        again,
      });
      await here.live("once", visited({ kind: "once" }));
      await here.live("weekly", visited({ kind: "days", days: 7 }));
      await here.live("each", visited({ kind: "each" }));
      await here.live("shop", visited({ kind: "key", property: "shop" }));
      for (let day = 0; day < 9; day += 1) {
        await here.happen("ada", "Visited", { properties: { shop: day < 4 ? "North" : "South" } });
        if (day % 2 === 0) await here.follow();
        here.clock.advance(DAY_MS - MINUTE_MS);
      }
      await here.follow();
      const counted = await here.store.read(
        sql`select t.code, count(*) as n from trigger_entries e join triggers t on t.id = e.trigger_id group by 1 order by 1`,
      );
      expect(counted).toEqual([
        { code: "each", n: 9 },
        { code: "once", n: 1 },
        { code: "shop", n: 2 },
        { code: "weekly", n: 2 },
      ]);
    });

    it("while she waits, the same again begins the wait anew, with what it says now", async () => {
      const here = await world("ada");
      await here.live("basket", basket);
      await here.happen("ada", "Basket Updated", inBasket("b1", 1));
      await here.turn();
      here.clock.advance(50 * MINUTE_MS);
      await here.happen("ada", "Basket Updated", inBasket("b1", 5));
      await here.turn();
      here.clock.advance(50 * MINUTE_MS);
      expect((await here.turn()).taken).toBe(0);
      here.clock.advance(10 * MINUTE_MS);
      await here.turn();
      expect(here.channel.log.map(({ content }) => content.html.slice(0, 25))).toEqual(["<p>You left 5 things. htt"]);
    });

    it("a share of customers is held out for good, and gets nothing", async () => {
      const codes = Array.from({ length: 40 }, (_, index) => `c${index}`);
      const here = await world(...codes);
      await here.live("basket", { ...basket, holdOutPercent: 50 });
      for (const code of codes) await here.happen(code, "Basket Updated", inBasket(`1-${code}`));
      await here.follow();
      for (const code of codes) await here.happen(code, "Basket Updated", inBasket(`2-${code}`));
      await here.follow();
      const held = Map.groupBy(await entries(here), ({ code }) => code);
      expect([...held.values()].every(([first, second]) => first?.held === second?.held)).toBe(true);
      const outside = [...held.values()].filter(([first]) => first?.held === 1).length;
      expect(outside).toBeGreaterThan(8);
      expect(outside).toBeLessThan(32);
      expect(await statesOf(here.store)).toEqual({ planned: 2 * (40 - outside) });
    });

    it("nobody is let in while it is paused, outside its time, or without an address", async () => {
      const here = await world("ada");
      await here.live("basket", { ...basket, activeFrom: "2026-11-22T02:00:00Z", activeUntil: "2026-11-22T04:00:00Z" });
      for (let hour = 0; hour < 6; hour += 1) {
        await here.happen("ada", "Basket Updated", inBasket(`b${hour}`));
        await here.follow();
        here.clock.advance(HOUR_MS);
      }
      expect((await entries(here)).map(({ key }) => key)).toEqual(["b2", "b3"]);
      await here.live("always", { ...basket, again: { kind: "once" }, exit: {} });
      await state(here, "always", "paused");
      await here.happen("ada", "Basket Updated", inBasket("b9"));
      await here.follow();
      await state(here, "always", "live");
      await here.follow();
      await here.store.write([sql`update customers set email_hash = null`]);
      await here.happen("ada", "Basket Updated", inBasket("b10"));
      await here.follow();
      expect(await entries(here)).toHaveLength(2);
    });
  });

  describe(`triggers on ${name}: who is let go`, () => {
    it("an exit event cancels the waiting message, whichever pass tells of it and in whichever order", async () => {
      const here = await world("ada", "bea", "cleo");
      await here.live("basket", basket);
      for (const code of ["ada", "bea", "cleo"]) await here.happen(code, "Basket Updated", inBasket(`b-${code}`));
      await here.happen("ada", "Order Completed");
      // She bought before she filled another basket: that is no reason to leave her alone.
      await here.happen("cleo", "Order Completed", { minutesAgo: 5 });
      await here.follow();
      here.clock.advance(HOUR_MS);
      await here.happen("bea", "Order Completed", { minutesAgo: 30 });
      await here.turn();
      expect(here.sentTo()).toEqual(["cleo"]);
      expect(await statesOf(here.store)).toEqual({ accepted: 1, "skipped:exited": 2 });
    });

    it("an exit that no pass has seen yet is heeded at the claim", async () => {
      const here = await world("ada");
      await here.live("basket", basket);
      await here.happen("ada", "Basket Updated", inBasket("b1"));
      await here.follow();
      here.clock.advance(HOUR_MS);
      await here.happen("ada", "Order Completed", { minutesAgo: 1 });
      await here.store.write([sql`update trigger_cursors set position = 99`]);
      expect((await here.turn()).sent).toBe(0);
      expect(await statesOf(here.store)).toEqual({ "skipped:exited": 1 });
    });

    it("with a key, only what bears it ends the wait", async () => {
      const here = await world("ada");
      await here.live("basket", { ...basket, exit: { events: [{ name: "Basket Emptied", sameKey: true }] } });
      await here.happen("ada", "Basket Updated", inBasket("b1"));
      await here.happen("ada", "Basket Updated", inBasket("b2"));
      await here.happen("ada", "Basket Emptied", { properties: { basket: "b2" } });
      await here.follow();
      expect(await statesOf(here.store)).toEqual({ planned: 1, "skipped:exited": 1 });
      here.clock.advance(HOUR_MS);
      await here.turn();
      expect(here.sentTo()).toEqual(["ada"]);
    });

    it("a rule about her ends the wait when the message is due", async () => {
      const here = await world("ada", "bea");
      await here.live("welcome", {
        title: "Welcome",
        when: { kind: "event", name: "Signed Up" },
        wait: { kind: "for", minutes: 60 },
        message: nudge,
        exit: { when: 'did("App Opened", {}, 1) > 0' },
      });
      for (const code of ["ada", "bea"]) await here.happen(code, "Signed Up");
      await here.happen("bea", "App Opened");
      await here.follow();
      here.clock.advance(HOUR_MS);
      await here.turn();
      expect(here.sentTo()).toEqual(["ada"]);
    });

    it("pause takes effect at the next claim, and withdrawing lets go who waits", async () => {
      const here = await world("ada", "bea");
      await here.live("basket", basket);
      await here.happen("ada", "Basket Updated", inBasket("b1"));
      await here.follow();
      await state(here, "basket", "paused");
      here.clock.advance(2 * HOUR_MS);
      expect((await here.turn()).taken).toBe(0);
      await state(here, "basket", "live");
      expect((await here.turn()).sent).toBe(1);
      await here.happen("bea", "Basket Updated", inBasket("b2"));
      await here.follow();
      await state(here, "basket", "draft");
      await state(here, "basket", "live");
      here.clock.advance(2 * HOUR_MS);
      expect((await here.turn()).taken).toBe(0);
      expect(here.sentTo()).toEqual(["ada"]);
    });

    it("consent, caps, opt-outs and quiet hours are those of every marketing message", async () => {
      const here = await triggeredWorld(await makeStore(), {
        cap: { count: 1, days: 7 },
        quietHours: [{ from: 1_200, to: 480 }],
      });
      for (const code of ["ada", "cleo"]) await addReader(here.store, code, ["baskets"]);
      await addReader(here.store, "bea", []);
      await here.store.write([
        sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
          values ('h:cleo@people.example', 'email', 'trigger.basket', 'unsubscribed', 'test', 0)`,
      ]);
      await here.live("basket", basket);
      await here.live("again", { ...basket, exit: {} });
      for (const code of ["ada", "bea", "cleo"]) await here.happen(code, "Basket Updated", inBasket(`b-${code}`));
      await here.turn();
      here.clock.advance(HOUR_MS);
      expect((await here.turn()).sent, "it is night").toBe(0);
      here.clock.set(START + 8 * HOUR_MS);
      await here.turn();
      expect(here.sentTo()).toEqual(["ada", "cleo"]);
      expect(await statesOf(here.store)).toEqual({
        accepted: 2,
        "skipped:capped": 1,
        "skipped:no_consent": 2,
        "skipped:suppressed": 1,
      });
    });
  });

  describe(`triggers on ${name}: other beginnings`, () => {
    it("who enters a segment is let in; who is in it by a new rule is not", async () => {
      const here = await world("ada", "bea");
      await here.store.write([
        sql`insert into segments (code, title, source, is_timed, created_at, updated_at) values ('lapsed', 'l', 'true', 1, 0, 0)`,
      ]);
      await here.live("win-back", {
        title: "We miss you",
        when: { kind: "segment", segment: "lapsed", change: "entered" },
        wait: { kind: "clock", days: 1, minute: 600 },
        message: nudge,
      });
      await here.store.write([
        sql`insert into segment_changes (segment_id, customer_id, change, cause, at)
          select s.id, c.id, 'entered', iif(c.code = 'ada', 'time', 'rule'), ${START} from segments s, customers c`,
      ]);
      await here.follow();
      expect(await entries(here)).toEqual([{ code: "ada", key: "", held: 0 }]);
      expect(await here.store.read(sql`select due_at as at from messages`)).toEqual([{ at: START + 34 * HOUR_MS }]);
    });

    it("a granted consent lets in: the confirming click of a double opt-in", async () => {
      const here = await world("ada");
      await here.live("welcome", { title: "Welcome", when: { kind: "consent", topic: "baskets" }, message: nudge });
      await here.live("any", { title: "Any", when: { kind: "consent" }, message: nudge });
      const consent = (topic: string, stated: string) =>
        sql`insert into consents (customer_id, purpose, channel, topic, state, at, wording, source)
          select id, 'receive', 'email', ${topic}, ${stated}, ${START}, 'w', 'form' from customers where code = 'ada'`;
      await here.store.write([
        consent("other", "granted"),
        consent("baskets", "withdrawn"),
        consent("baskets", "granted"),
      ]);
      await here.turn();
      expect(here.sentTo()).toEqual(["ada", "ada"]);
      expect(await entries(here)).toHaveLength(2);
    });

    it("around a birthday: each year once, by her own calendar, also for 29 February", async () => {
      const here = await world("ada", "leap", "tokyo");
      await here.store.write([
        sql`update customers set birth_on = case code when 'ada' then '1980-02-26' when 'leap' then '1992-02-29'
          else '1990-02-28' end, zone = iif(code = 'tokyo', 'Asia/Tokyo', 'UTC')`,
      ]);
      await here.live("birthday", {
        title: "Two days ahead",
        when: { kind: "date", of: "birthday" },
        wait: { kind: "clock", days: -2, minute: 540 },
        message: nudge,
        again: { kind: "each" },
      });
      for (let day = Date.UTC(2027, 1, 20); day < Date.UTC(2028, 2, 3); day += DAY_MS) {
        here.clock.set(day);
        await here.follow();
        if (day === Date.UTC(2027, 2, 3)) day = Date.UTC(2028, 1, 19);
      }
      const planned = await here.store.read(
        sql`select c.code, e.due_at as at from trigger_entries e join customers c on c.id = e.customer_id order by e.due_at, c.code`,
      );
      expect(planned).toEqual([
        { code: "ada", at: Date.UTC(2027, 1, 24, 9) },
        { code: "tokyo", at: Date.UTC(2027, 1, 26, 0) },
        { code: "leap", at: Date.UTC(2027, 1, 26, 9) },
        { code: "ada", at: Date.UTC(2028, 1, 24, 9) },
        { code: "tokyo", at: Date.UTC(2028, 1, 26, 0) },
        { code: "leap", at: Date.UTC(2028, 1, 27, 9) },
      ]);
    });

    it("of two records that turn out to be one person, one message waits", async () => {
      const here = await world("ada", "ada-2");
      await here.live("basket", { ...basket, again: { kind: "once" } });
      for (const code of ["ada", "ada-2"]) await here.happen(code, "Basket Updated", inBasket(`b-${code}`));
      await here.follow();
      await here.store.write([
        sql`update customers set merged_into = (select id from customers where code = 'ada') where code = 'ada-2'`,
        ...mergeTriggers(["ada-2"]),
        ...mergeMessages(["ada-2"]),
      ]);
      here.clock.advance(HOUR_MS);
      await here.turn();
      expect(here.sentTo()).toEqual(["ada"]);
      expect(await entries(here)).toHaveLength(1);
    });
  });
}
