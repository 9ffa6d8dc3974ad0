import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeliveryReport, DeliveryVerdict } from "#channels/report.ts";
import { DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { messageKey } from "#messages/send/message-key.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { addCustomer, addNewsletter, messageWorld, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { applyReports, type CountedReport } from "./apply-reports.ts";

const EIGHT = START + 8 * HOUR_MS;
const plan = { planAheadMs: 0, graceMs: DAY_MS };
const worker = { name: "w", nextTurn: () => 1 };

/** A daily reader whose messages were accepted on so many days. */
async function sentWorld(days = 1) {
  const deps = await messageWorld();
  await addNewsletter(deps.store, "news");
  await startPlannerAt(deps.store, START);
  const customerId = await addCustomer(deps.store, "ada", { newsletters: ["news"] });
  const sendOn = async (day: number) => {
    deps.clock.set(EIGHT + day * DAY_MS);
    await planMessages(deps.store, deps.clock.now(), plan);
    await sendDue(deps, { ...worker, name: `w${day}` }, 10);
  };
  for (let day = 0; day < days; day += 1) await sendOn(day);
  const counted: CountedReport[] = [];
  const key = deps.secret.keyFor("message-key/1");
  const report = (messageId: number, verdict: DeliveryVerdict, more: Partial<DeliveryReport> = {}): DeliveryReport => ({
    provider: "scripted",
    about: { key: messageKey(key, messageId) },
    at: deps.clock.now(),
    verdict,
    reason: "mailbox_full",
    ...more,
  });
  const apply = (...reports: DeliveryReport[]) =>
    applyReports({ ...deps, onReport: (one) => counted.push(one) }, reports);
  const rows = <T>(text: string) => deps.store.read<T>({ sql: text, params: [] });
  return { deps, customerId, sendOn, report, apply, rows, counted };
}

type World = Awaited<ReturnType<typeof sentWorld>>;
const statesOf = ({ rows }: World) =>
  rows<{ state: string }>("select state from messages order by id").then((all) => all.map(({ state }) => state));
const suppressionsOf = ({ rows }: World) =>
  rows(
    "select address_hash, channel, scope, reason, source, message_number as message from suppressions order by 1, 3",
  );

const HERS = { address_hash: "h:ada@people.example", channel: "email" };

describe("a report of delivery", () => {
  it.each([
    ["delivered", "delivered"],
    ["hard", "bounced"],
    ["soft", "bounced"],
    ["ours", "bounced"],
    ["underway", "accepted"],
    ["ignore", "accepted"],
    ["complaint", "accepted"],
  ] as const)("%s leaves a message that was accepted %s", async (verdict, state) => {
    const world = await sentWorld();
    await world.apply(world.report(1, verdict));
    expect(await statesOf(world)).toEqual([state]);
  });

  it("is found by the id under which that provider took the message, and by no other provider's", async () => {
    const world = await sentWorld();
    const about = { providerId: "p0" };
    expect(await world.apply(world.report(1, "delivered", { about, provider: "other" }))).toMatchObject({ parked: 1 });
    expect(await world.apply(world.report(1, "delivered", { about }))).toMatchObject({ applied: 1 });
    expect(await statesOf(world)).toEqual(["delivered"]);
  });

  it("that is forged or about nothing of ours is counted and changes nothing", async () => {
    const world = await sentWorld();
    const before = await world.rows("select * from messages");
    const counts = await world.apply(
      world.report(1, "hard", { about: { key: "a".repeat(26) } }),
      world.report(1, "hard", { about: { key: "" } }),
      world.report(1, "hard", { about: { providerId: "nobody's" } }),
      world.report(99, "hard"),
    );
    expect(counts).toEqual({ applied: 0, repeated: 0, parked: 1, unknown: 3 });
    expect(world.counted.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown", "parked", "unknown"]);
    expect(await world.rows("select * from messages")).toEqual(before);
    expect(await suppressionsOf(world)).toEqual([]);
  });

  it("settles what a lost answer left open, so that it is not sent again", async () => {
    const world = await sentWorld();
    await world.deps.store.write([
      sql`update messages set state = 'deferred', reason = 'same_key_again', accepted_at = null`,
    ]);
    await world.apply(world.report(1, "delivered"));
    await sendDue(world.deps, worker, 10);
    expect(await statesOf(world)).toEqual(["delivered"]);
    expect(world.deps.channel.log).toHaveLength(1);
    await world.deps.store.write([sql`update messages set state = 'unknown_outcome', delivered_at = null`]);
    await world.apply(world.report(1, "underway"));
    expect(await statesOf(world)).toEqual(["accepted"]);
  });

  it("that comes before its sender wrote down the answer stands", async () => {
    const world = await sentWorld();
    await world.deps.store.write([sql`update messages set state = 'attempting', lease_until = 9e15, claimed_by = 'w'`]);
    await world.apply(world.report(1, "delivered"));
    expect(await world.rows("select state, lease_until, claimed_by from messages")).toEqual([
      { state: "delivered", lease_until: null, claimed_by: null },
    ]);
  });

  it("comes to the same in any order, twice, alone or together", { timeout: 120_000 }, async () => {
    const verdicts: DeliveryVerdict[] = ["delivered", "underway", "hard", "soft", "ours", "complaint", "ignore"];
    const told = fc.record({
      verdict: fc.constantFrom(...verdicts),
      at: fc.integer({ min: EIGHT - 3 * HOUR_MS, max: EIGHT }),
      reason: fc.constantFrom("mailbox_full", "expired", "opted_out"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(told, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (all, dice) => {
          const ends = [];
          for (const isShuffled of [false, true]) {
            const world = await sentWorld();
            const reports = all.map(({ verdict, ...more }) => world.report(1, verdict, more));
            const order = isShuffled
              ? [...reports, ...reports].map((one) => ({ one, at: dice.next().value ?? 0 })).sort((a, b) => a.at - b.at)
              : [];
            if (isShuffled) for (const { one } of order) await world.apply(one);
            else await world.apply(...reports);
            ends.push({
              messages: await world.rows("select * from messages"),
              suppressions: await world.rows(
                "select address_hash, channel, scope, reason from suppressions order by 3, 4",
              ),
            });
          }
          expect(ends[1]).toEqual(ends[0]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a dead address", () => {
  it("receives nothing more, whoever is behind it, and is suppressed with reason, scope and source", async () => {
    const world = await sentWorld();
    await world.apply(world.report(1, "hard", { reason: "recipient_unknown" }));
    expect(await suppressionsOf(world)).toEqual([
      { ...HERS, scope: "", reason: "unknown_recipient", source: "scripted", message: 1 },
    ]);
    await world.sendOn(1);
    expect(world.deps.channel.log).toHaveLength(1);
  });

  it("is the one that was written to, not the one that she has by now", async () => {
    const world = await sentWorld();
    await world.deps.store.write([
      sql`insert into identities (kind, hash, value, customer_id, at, source)
        values ('email', 'h:ada@people.example', 'ada@people.example', ${world.customerId}, 0, 'test')`,
      sql`update customers set email = 'new@people.example', email_hash = 'h:new@people.example'`,
    ]);
    await world.apply(world.report(1, "hard"));
    expect(await suppressionsOf(world)).toMatchObject([HERS]);
  });
});

describe("a complaint", () => {
  it("stands beside the state for good and stops every programme, and replaces a lesser reason", async () => {
    const world = await sentWorld();
    await world.apply(world.report(1, "hard"), world.report(1, "complaint", { reason: "complained" }));
    await world.apply(world.report(1, "delivered"));
    expect(await world.rows("select complained_at from messages")).toEqual([{ complained_at: EIGHT }]);
    expect(await suppressionsOf(world)).toMatchObject([{ ...HERS, scope: "", reason: "complaint" }]);
  });

  it("that only asks to be left out ends that programme alone", async () => {
    const world = await sentWorld();
    await world.apply(world.report(1, "complaint", { reason: "opted_out" }));
    expect(await suppressionsOf(world)).toMatchObject([{ ...HERS, scope: "news", reason: "unsubscribed" }]);
    expect(await world.rows("select complained_at, opted_out_at from messages")).toEqual([
      { complained_at: null, opted_out_at: EIGHT },
    ]);
  });
});

describe("messages that did not arrive this time", () => {
  const bounceDays = async (world: World, days: readonly number[]) => {
    for (const day of days) await world.apply(world.report(day + 1, "soft", { at: EIGHT + day * DAY_MS + HOUR_MS }));
  };

  it("let an address rest after the third in a row, counted once each", async () => {
    const world = await sentWorld(3);
    world.deps.clock.advance(HOUR_MS);
    await bounceDays(world, [0, 1, 1, 1]);
    expect(await suppressionsOf(world)).toEqual([]);
    await bounceDays(world, [2]);
    expect(await suppressionsOf(world)).toMatchObject([
      { ...HERS, scope: "", reason: "undeliverable", source: "scripted" },
    ]);
  });

  it("count anew after one that arrived", async () => {
    const world = await sentWorld(4);
    world.deps.clock.advance(HOUR_MS);
    await world.apply(world.report(3, "delivered"));
    await bounceDays(world, [0, 1, 3]);
    expect(await suppressionsOf(world)).toEqual([]);
  });

  it("are forgiven after fifteen days, and take silence of five days for an arrival", async () => {
    const world = await sentWorld(3);
    world.deps.clock.set(EIGHT + 2 * DAY_MS + HOUR_MS);
    await bounceDays(world, [0]);
    world.deps.clock.set(EIGHT + 16 * DAY_MS);
    await world.apply(...[2, 3].map((id) => world.report(id, "soft", { at: world.deps.clock.now() })));
    expect(await suppressionsOf(world)).toEqual([]);

    const quiet = await sentWorld(4);
    quiet.deps.clock.set(EIGHT + 9 * DAY_MS);
    // The third was accepted, and nothing was heard of it since.
    await bounceDays(quiet, [0, 1, 3]);
    expect(await suppressionsOf(quiet)).toEqual([]);
  });

  it("for our own fault never count, however many", async () => {
    const world = await sentWorld(5);
    for (let id = 1; id <= 5; id += 1) await world.apply(world.report(id, "ours", { reason: "reputation" }));
    expect(await suppressionsOf(world)).toEqual([]);
    expect(await world.rows("select * from soft_bounces")).toEqual([]);
  });
});
