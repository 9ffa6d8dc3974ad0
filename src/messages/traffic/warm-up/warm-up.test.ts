import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import { dayOf } from "#messages/phone/spend-limit.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { judgeStreams } from "#messages/traffic/breakers/judge-streams.ts";
import { receiverByDomain } from "#messages/traffic/receivers/receiver-of-exchanges.ts";
import { quickStore } from "#tests/simulation/quick-store.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import type { Store } from "#store/store.ts";
import { NO_CAP } from "./next-cap.ts";
import { quotaOf, takeQuota } from "./take-quota.ts";

const STREAM = "news.vendor.example>google";
const plan = { startOn: dayOf(START).day, firstDay: 50 };

type Day = { readonly cap: number; readonly sent: number };

/** Thirty days on which more is due than may leave; `harm` says what came back of so many that were sent on a day. */
async function thirtyDays(
  store: Store,
  harm: (day: number, sent: number) => { readonly hard: number; readonly complained: number },
): Promise<readonly Day[]> {
  const days: Day[] = [];
  for (let index = 0; index < 30; index += 1) {
    const now = START + index * DAY_MS + HOUR_MS;
    const { cap } = await quotaOf(store, { stream: STREAM, plan, now });
    // Workers that come by all day long, each with a claim of its own.
    let sent = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      sent += await takeQuota(store, {
        stream: STREAM,
        count: Math.ceil(cap / 10) + 5,
        plan,
        now: now + turn * MINUTE_MS,
      });
    }
    const { hard, complained } = harm(index, sent);
    await store.write([
      sql`update stream_days set sent = ${sent}, judged = ${sent}, hard = ${hard}, complained = ${complained}
        where stream = ${STREAM} and day = ${dayOf(now).day}`,
      judgeStreams([STREAM], now),
    ]);
    days.push({ cap, sent });
  }
  return days;
}

const none = { hard: 0, complained: 0 };

describe("warming up a domain for thirty days", () => {
  it("grows from fifty a day, never above twice the day before, never sends above the cap, and ends warm", async () => {
    const days = await thirtyDays(await quickStore(), () => none);
    expect(days[0]).toEqual({ cap: 50, sent: 50 });
    const growing = days.filter(({ cap }) => cap < NO_CAP);
    growing.slice(1).forEach(({ cap }, index) => {
      const factor = cap / (growing[index]?.cap ?? 1);
      expect(factor).toBeGreaterThanOrEqual(1.5);
      expect(factor).toBeLessThanOrEqual(2);
    });
    for (const { cap, sent } of days) expect(sent).toBeLessThanOrEqual(cap);
    expect(growing).toHaveLength(14);
    expect(days.at(-1)?.cap).toBe(NO_CAP);
  });

  it("stays where it is while two of a hundred of the week bounce, and goes on when they are fewer", async () => {
    const days = await thirtyDays(await quickStore(), (day, sent) =>
      day === 5 ? { hard: Math.ceil(sent * 0.049), complained: 0 } : none,
    );
    expect(days[5]?.cap).toBeGreaterThan(days[4]?.cap ?? 0);
    expect(days[6]?.cap).toBe(days[5]?.cap);
    expect(days[7]?.cap).toBeGreaterThan(days[6]?.cap ?? 0);
    expect(days.at(-1)?.cap).toBe(NO_CAP);
  });

  it("is halved where the breaker opened", async () => {
    const store = await quickStore();
    const days = await thirtyDays(store, (day, sent) => ({
      hard: 0,
      complained: day === 8 ? Math.ceil(sent * 0.05) : 0,
    }));
    expect(days[9]?.cap).toBe(Math.floor((days[8]?.cap ?? 0) / 2));
  });

  it("lets forty workers at once have no more than the cap together", async () => {
    const store = await quickStore();
    const taken = await Promise.all(
      Array.from({ length: 40 }, () => takeQuota(store, { stream: STREAM, count: 7, plan, now: START })),
    );
    const sum = taken.reduce((total, one) => total + one, 0);
    expect(sum).toBeLessThanOrEqual(50);
    expect((await quotaOf(store, { stream: STREAM, plan, now: START })).booked).toBe(sum);
  });

  it("serves who clicked lately first, leaves the rest for the next day, and holds no transactional message", async () => {
    const base = await messageWorld({ store: await quickStore() });
    const deps = {
      ...base,
      traffic: {
        sendingDomain: "news.vendor.example",
        receiverOf: receiverByDomain,
        warmUp: { ...plan, firstDay: 10 },
      },
    };
    const { store, clock, channel } = deps;
    await addNewsletter(store, "news");
    await addNewsletter(store, "notice", { messageClass: "transactional" });
    await startPlannerAt(store, START);
    for (let index = 0; index < 20; index += 1) {
      await addCustomer(store, `c${index}`, { newsletters: ["news"], email: `c${index}@gmail.com` });
    }
    await addCustomer(store, "waits", { newsletters: ["notice"], email: "waits@gmail.com" });
    // The last eight followed a link this month.
    await store.write([
      sql`insert into events (customer_id, kind, name, at, received_at, message_id, source)
        select id, 'click', 'click', ${START - DAY_MS}, ${START}, 'k' || id, 'test' from customers where code in
          ('c12','c13','c14','c15','c16','c17','c18','c19')`,
    ]);
    let turns = 0;
    const worker = { name: "w", nextTurn: () => (turns += 1) };
    const send = async () => {
      await planMessages(store, clock.now(), { planAheadMs: 0, graceMs: DAY_MS });
      for (let taken = 1; taken > 0;) ({ taken } = await sendDue(deps, worker, 5));
    };
    clock.set(START + 8 * HOUR_MS);
    await send();
    const first = channel.log.map(({ to }) => to.slice(0, to.indexOf("@")));
    expect(first.toSorted()).toEqual(["c12", "c13", "c14", "c15", "c16", "c17", "c18", "c19", "waits"]);
    clock.advance(31 * MINUTE_MS);
    await send();
    // One more of marketing: the transactional message counted too.
    expect(channel.log).toHaveLength(10);
    // Not at midnight: at the hour at which they were due.
    clock.set(START + DAY_MS + 40 * MINUTE_MS);
    await send();
    expect(channel.log).toHaveLength(10);
    clock.set(START + DAY_MS + 8 * HOUR_MS + 31 * MINUTE_MS);
    await send();
    expect(channel.log.length).toBeGreaterThanOrEqual(20);
  });
});
