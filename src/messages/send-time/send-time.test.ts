import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reviewClicks } from "#clicks/review-clicks.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { answeringWorld } from "#tests/worlds/answering-world.ts";
import { choose } from "#tests/worlds/choosing-world.ts";
import { startPlannerAt } from "#tests/worlds/message-world.ts";
import { answerHours, EVEN, HOURS } from "./answer-hours.ts";
import { chooseMinute } from "./choose-minute.ts";
import { effectOf, NO_SUMS } from "./effect.ts";
import { findSendTime } from "./find-send-time.ts";
import { isHeldOut } from "./is-held-out.ts";
import { switchBestHour } from "./switch-best-hour.ts";

const key = secretFrom(new Uint8Array(32).fill(7)).keyFor("send-time/1");

/** Evening people, enough that something is known of everybody. */
async function evening() {
  const world = await answeringWorld();
  for (let no = 0; no < 26; no += 1) await world.add(`evening-${no}`, { hour: 19, days: 4 });
  return world;
}

/** One who is not held out, by the number that she would get next. */
async function notHeldOut(world: Awaited<ReturnType<typeof evening>>): Promise<number> {
  for (;;) {
    const [row] = await world.store.read<{ id: number }>(sql`select coalesce(max(id), 0) + 1 as id from customers`);
    const customerId = row?.id ?? 1;
    if (!isHeldOut(key, { customerId, newsletter: "daily" })) return customerId;
    await world.add(`filler-${customerId}`, { hour: 19, days: 0 });
  }
}

describe("the best hour", () => {
  it("is the one at which she herself answers, who has no answers gets that of all, and one in ten keeps the usual minute", async () => {
    const world = await evening();
    await notHeldOut(world);
    const morning = await world.add("morning", { hour: 6, days: 40 });
    await notHeldOut(world);
    await world.add("silent", { hour: 0, days: 0 });
    await world.nextDay();
    expect([await world.minuteOf("morning"), await world.minuteOf("silent")]).toEqual([6 * 60, 19 * 60]);
    const times = await world.times();
    expect(times.find(({ customerId }) => customerId === morning)).toMatchObject({ minute: 360, answers: 40 });
    for (const { customerId, isHeldOut: part } of times) {
      const [row] = await world.store.read<{ code: string }>(sql`select code from customers where id = ${customerId}`);
      expect([part === 1, await world.minuteOf(row?.code ?? "")]).toEqual([
        isHeldOut(key, { customerId, newsletter: "daily" }),
        part === 1 ? 480 : customerId === morning ? 360 : 1_140,
      ]);
    }
  });

  it("is never sought for who chose for herself, and no more for who does so later", async () => {
    const world = await evening();
    await world.add("chose", { hour: 19, days: 20 }, "customer");
    await notHeldOut(world);
    await world.add("later", { hour: 19, days: 20 });
    await world.nextDay();
    expect([await world.minuteOf("chose"), await world.minuteOf("later")]).toEqual([480, 1_140]);
    await choose(world.deps, "later", { newsletters: [{ code: "daily", isOn: true, minute: 700 }] });
    await world.nextDay();
    expect(await world.minuteOf("later")).toBe(700);
  });

  it("does not move for what programs click", async () => {
    const world = await evening();
    await notHeldOut(world);
    const id = await world.add("scanned", { hour: 3, days: 60, isProgram: true });
    await world.nextDay();
    expect(await world.minuteOf("scanned")).toBe(1_140);
    expect((await world.times()).find(({ customerId }) => customerId === id)?.answers).toBe(0);
  });

  it("stays out of her quiet hours, and is the usual one while few have answered", async () => {
    const world = await answeringWorld();
    await world.add("only", { hour: 19, days: 30 });
    await world.nextDay();
    expect(await world.minuteOf("only")).toBe(480);
    const more = await evening();
    await notHeldOut(more);
    await more.add("quiet", { hour: 19, days: 30 });
    await choose(more.deps, "quiet", { quietHours: { from: 18 * 60 + 30, to: 8 * 60 } });
    await more.nextDay();
    expect(await more.minuteOf("quiet")).toBe(18 * 60);
  });

  it("is the same, row by row, when every verdict is given again", async () => {
    const world = await evening();
    await world.nextDay();
    const before = JSON.stringify(await world.times());
    await world.store.write([
      sql`delete from click_reviews`,
      sql`update clicks set verdict = 'machine', verdict_version = 0`,
      sql`delete from events where kind = 'click'`,
    ]);
    await world.nextDay();
    expect(JSON.stringify(await world.times())).not.toBe(before);
    await world.store.write([sql`delete from click_reviews`]);
    await reviewClicks(world.deps);
    await world.nextDay();
    expect(JSON.stringify(await world.times())).toBe(before);
  });

  it("costs one schedule for each hour, and every date still comes once", async () => {
    const world = await evening();
    await startPlannerAt(world.store, world.clock.now());
    const plan = () => planMessages(world.store, world.clock.now(), { planAheadMs: 2 * DAY_MS, graceMs: DAY_MS });
    await plan();
    await world.nextDay();
    await plan();
    expect(await world.store.read(sql`select count(*) as n from schedules`)).toEqual([{ n: 2 }]);
    const twice = await world.store.read(
      sql`select customer_id from messages where lane = '' group by customer_id, occurrence_on having count(*) > 1`,
    );
    const dates = await world.store.read<{ dates: number }>(
      sql`select distinct dates from (select count(*) as dates from messages where lane = '' group by customer_id)`,
    );
    expect([twice, dates.length]).toEqual([[], 1]);
  });

  it("ends where the newsletter no longer seeks it", async () => {
    const world = await evening();
    await notHeldOut(world);
    await world.add("moved", { hour: 19, days: 10 });
    await world.nextDay();
    expect(await world.minuteOf("moved")).toBe(1_140);
    const actor = { kind: "system", id: "test" } as const;
    await switchBestHour({ deps: world.deps, actor, input: { code: "daily", isOn: false } });
    await world.nextDay();
    expect(await world.minuteOf("moved")).toBe(480);
  });

  it.each([
    sql`update newsletters set message_class = 'transactional'`,
    sql`update newsletters set default_pace = '{"kind":"days","every":1,"minute":480}'`,
  ])("is not for what has to come at once, nor for dates that name a clock time", async (change) => {
    const world = await answeringWorld();
    await world.store.write([sql`update newsletters set best_hour = 0`, change]);
    const actor = { kind: "system", id: "test" } as const;
    const switched = await switchBestHour({ deps: world.deps, actor, input: { code: "daily", isOn: true } });
    expect(switched).toMatchObject({
      ok: false,
      error: { code: "invalid_content", faults: [{ pointer: "/bestHour" }] },
    });
    expect(await world.store.read(sql`select best_hour as isOn from newsletters`)).toEqual([{ isOn: 0 }]);
  });

  it("is measured against those held out, by customers", async () => {
    const world = await evening();
    for (let no = 0; no < 400; no += 1) await world.add(`more-${no}`, { hour: 19, days: 0 });
    await world.nextDay();
    const before = world.clock.now();
    // From here on who got it in the evening answers half of it, who got it in the morning a quarter.
    await world.store.write([
      sql`insert into messages (customer_id, newsletter_id, occurrence_on, lane, channel, state, planned_at, due_at, accepted_at, links)
        select t.customer_id, t.newsletter_id, '2027-' || value, 'new', 'email', 'accepted', ${before}, 0, ${before + DAY_MS}, '[1]'
        from send_times t, json_each('[1,2,3,4]')`,
      sql`insert into clicks (journal_key, message_id, link_no, customer_id, at, network, signals_id, verdict, verdict_version, device, settled_at)
        select 'm' || m.id, m.id, 0, m.customer_id, m.accepted_at + 1000, '', 1, 'person', 1, 'phone', 1
        from messages m join send_times t on t.customer_id = m.customer_id and t.newsletter_id = m.newsletter_id
        where m.lane = 'new' and m.occurrence_on in ('2027-1', iif(t.is_held_out = 1, '', '2027-2'))`,
    ]);
    for (let day = 0; day < 4; day += 1) await world.nextDay();
    const { effect, heldOut } = await findSendTime(world.store, world.newsletterId);
    expect(heldOut).toBeGreaterThanOrEqual(30);
    expect(effect?.moved.rate.estimate).toBeCloseTo(0.5, 9);
    expect(effect?.heldOut.rate.estimate).toBeCloseTo(0.25, 9);
    expect(effect?.difference.low).toBeGreaterThan(0);
  });
});

const byHour = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: HOURS, maxLength: HOURS });
const quietTime = fc.record({ from: fc.nat(1_439), to: fc.nat(1_440) });

describe("a minute", () => {
  it("is never in a quiet time, and the same for the same answers in any order", () => {
    fc.assert(
      fc.property(byHour, fc.array(quietTime, { maxLength: 3 }), fc.nat(1_439), (own, quiet, usualMinute) => {
        const minute = chooseMinute({ prior: EVEN, own, quiet, usualMinute });
        const isQuiet = quiet.some(({ from, to }) =>
          from < to ? (minute ?? -1) >= from && (minute ?? -1) < to : (minute ?? -1) >= from || (minute ?? 1_440) < to,
        );
        expect(minute !== undefined && isQuiet).toBe(false);
        expect(chooseMinute({ prior: EVEN, own, quiet: quiet.toReversed(), usualMinute })).toBe(minute);
      }),
    );
  });

  it("is held by more answers at it: what was chosen stays chosen", () => {
    fc.assert(
      fc.property(byHour, fc.nat(1_439), fc.integer({ min: 1, max: 30 }), (own, usualMinute, more) => {
        const minute = chooseMinute({ prior: EVEN, own, quiet: [], usualMinute }) ?? usualMinute;
        const raised = own.map((value, hour) => (hour === Math.floor(minute / 60) ? value + more : value));
        expect(chooseMinute({ prior: EVEN, own: raised, quiet: [], usualMinute }) ?? usualMinute).toBe(minute);
      }),
    );
  });

  it("counts a day once, by the clock on her wall, whichever way her clicks are sorted", () => {
    const clicks = [Date.UTC(2026, 6, 1, 20), Date.UTC(2026, 6, 1, 17), Date.UTC(2026, 6, 2, 21, 59)];
    const { byHour: found, days } = answerHours(clicks, "Europe/Berlin");
    expect([days, found[19], found[18], found[23], found[0]]).toEqual([2, 0.5, 0.25, 0.5, 0.25]);
    expect(answerHours(clicks.toReversed(), "Europe/Berlin").byHour).toEqual(found);
  });
});

describe("who is held out", () => {
  it("is one in ten, the same at every asking, and others for another newsletter", () => {
    const ids = Array.from({ length: 20_000 }, (_, id) => id);
    const part = (newsletter: string) => ids.filter((customerId) => isHeldOut(key, { customerId, newsletter }));
    const daily = part("daily");
    expect(daily.length / ids.length).toBeCloseTo(0.1, 2);
    expect(part("daily")).toEqual(daily);
    expect(part("weekly")).not.toEqual(daily);
  });
});

describe("the effect", () => {
  it("is told of no part that is too small, and knows that one customer's messages are not independent", () => {
    expect(effectOf({ moved: NO_SUMS, heldOut: NO_SUMS })).toBeUndefined();
    const arm = (answersOf: (customer: number) => number) => {
      const each = Array.from({ length: 100 }, (_, customer) => ({ n: 10, y: answersOf(customer) }));
      const sum = (of: (one: { n: number; y: number }) => number) => each.reduce((all, one) => all + of(one), 0);
      return {
        customers: 100,
        messages: sum(({ n }) => n),
        answered: sum(({ y }) => y),
        squaredMessages: sum(({ n }) => n * n),
        squaredAnswered: sum(({ y }) => y * y),
        product: sum(({ n, y }) => n * y),
      };
    };
    const alike = effectOf({ moved: arm(() => 5), heldOut: arm(() => 5) });
    expect(alike?.difference).toEqual({ estimate: 0, low: 0, high: 0 });
    // All or nothing: a hundred independent customers, not a thousand messages.
    const torn = effectOf({ moved: arm((no) => (no % 2) * 10), heldOut: arm((no) => (no % 2) * 10) });
    expect(torn?.moved.rate.high).toBeCloseTo(0.5 + 1.96 * Math.sqrt(0.25 / 99), 4);
  });
});
