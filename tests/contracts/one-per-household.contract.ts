import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eraseCustomer } from "#customers/personal-data/erase-customer.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import { err } from "#kernel/result.ts";
import type { ContentSource } from "#messages/message.ts";
import { messageData } from "#messages/personal-data.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import { householdWorld, type Member } from "#tests/worlds/household-world.ts";
import { type MessageWorld, plainContent, START, statesOf } from "#tests/worlds/message-world.ts";

const EIGHT = START + 8 * HOUR_MS;
const EVENING = 18 * 60;
const actor = { kind: "system", id: "test" } as const;

let turns = 0;
const worker = (name = "w") => ({ name, nextTurn: () => (turns += 1) });

/** What a newsletter that comes once for each household promises on every database. */
export function onePerHouseholdContract(name: string, makeStore: () => Promise<Store>): void {
  const world = async (...members: readonly Member[]) => householdWorld(members, { store: await makeStore() });
  const plan = (deps: MessageWorld) =>
    planMessages(deps.store, deps.clock.now(), { planAheadMs: DAY_MS, graceMs: DAY_MS });
  const sendAll = async (deps: MessageWorld, at: number) => {
    deps.clock.set(at);
    while ((await sendDue(deps, worker(), 10)).taken > 0);
  };
  /** From eight in the morning until the next one, a quarter of an hour at a time. */
  const liveThroughDay = async (deps: MessageWorld) => {
    for (let at = EIGHT; at < EIGHT + DAY_MS; at += 15 * MINUTE_MS) await sendAll(deps, at + SECOND_MS);
  };
  const sentTo = (deps: MessageWorld) => deps.channel.log.map(({ to }) => to.split("@")[0] ?? "").sort();
  const idOf = (code: string) => sql`(select id from customers where code = ${code})`;

  describe(`one for a household on ${name}: who gets it`, () => {
    it("twenty senders at once send a household one, and everybody else her own", async () => {
      const homes = Array.from({ length: 8 }, (_, index) => `home-${index}`);
      const members = homes.flatMap((household) =>
        ["a", "b", "c"].map((code) => ({ code: `${household}-${code}`, household })),
      );
      const deps = await world(...members);
      deps.clock.set(EIGHT);
      await plan(deps);
      await Promise.all(Array.from({ length: 20 }, (_, index) => sendDue(deps, worker(`w${index}`), 3)));
      await liveThroughDay(deps);
      const byHome = Map.groupBy(sentTo(deps), (code) => code.slice(0, 6));
      expect([...byHome.values()].map((codes) => codes.length)).toEqual(homes.map(() => 1));
      expect(deps.channel.log).toHaveLength(homes.length);
    });

    it.each([
      [
        "who subscribed by her own choice",
        [{ code: "ada", isByDefault: true, activeAt: START }, { code: "ben" }],
        "ben",
      ],
      ["of two such who was active last", [{ code: "ada" }, { code: "ben", activeAt: START }], "ben"],
      ["of two alike who is known longest", [{ code: "ada" }, { code: "ben" }], "ada"],
      ["the first, though hers is due ten hours later", [{ code: "ada", minute: EVENING }, { code: "ben" }], "ada"],
    ] as const)("comes to %s", async (_, members, expected) => {
      const deps = await world(...members);
      deps.clock.set(EIGHT);
      await plan(deps);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual([expected]);
      expect(await statesOf(deps.store)).toMatchObject({ accepted: 1, "skipped:same_household": 1 });
    });

    it("who wants her own gets it beside the household's, and does not take its place", async () => {
      const deps = await world({ code: "ada", ownCopy: true, activeAt: START }, { code: "ben" }, { code: "cid" });
      deps.clock.set(EIGHT);
      await plan(deps);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ada", "ben"]);
    });

    it("who lives in another household, or in none, is not asked", async () => {
      const deps = await world({ code: "ada" }, { code: "ben", household: "next door" }, { code: "cid" });
      await deps.store.write([sql`delete from household_members where customer_id = ${idOf("cid")}`]);
      deps.clock.set(EIGHT);
      await plan(deps);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ada", "ben", "cid"]);
    });

    it("the next occurrence is another one", async () => {
      const deps = await world({ code: "ada" }, { code: "ben" });
      for (const day of [0, 1]) {
        deps.clock.set(EIGHT + day * DAY_MS);
        await plan(deps);
        await sendAll(deps, EIGHT + day * DAY_MS);
      }
      expect(sentTo(deps)).toEqual(["ada", "ada"]);
    });
  });

  describe(`one for a household on ${name}: nobody is silenced for nothing`, () => {
    const refusals: ReadonlyArray<readonly [string, (code: string) => ReturnType<typeof sql>]> = [
      [
        "is suppressed",
        (code) => sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
        values (${`h:${code}@people.example`}, 'email', '', 'complaint', 'test', 0)`,
      ],
      [
        "withdrew her consent",
        (code) => sql`update consent_states set is_granted = 0 where customer_id = ${idOf(code)}`,
      ],
      [
        "takes a break",
        (code) => sql`insert into preferences (customer_id, paused_from, updated_at)
        select ${idOf(code)}, '2026-11-20', 0`,
      ],
      ["switched it off", (code) => sql`update subscriptions set state = 'off' where customer_id = ${idOf(code)}`],
      [
        "was erased",
        (code) => sql`update customers set erased_at = 1, email = null, email_hash = null where code = ${code}`,
      ],
    ];

    it.each(refusals)("where the first %s before the plan, the next one gets it", async (_, refuse) => {
      const deps = await world({ code: "ada" }, { code: "ben" });
      deps.clock.set(EIGHT);
      await deps.store.write([refuse("ada")]);
      await plan(deps);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ben"]);
    });

    it.each(refusals)("where the first %s while the others wait for her, the next one gets it", async (_, refuse) => {
      const deps = await world({ code: "ada", minute: EVENING }, { code: "ben" }, { code: "cid" });
      deps.clock.set(EIGHT);
      await plan(deps);
      await sendAll(deps, EIGHT);
      expect(sentTo(deps)).toEqual([]);
      await deps.store.write([refuse("ada")]);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ben"]);
    });

    it("where the first's row is taken away while the others wait, the next one gets it", async () => {
      const deps = await world({ code: "ada", minute: EVENING }, { code: "ben" });
      deps.clock.set(EIGHT);
      await plan(deps);
      await sendAll(deps, EIGHT);
      await deps.store.write([sql`delete from messages where customer_id = ${idOf("ada")}`]);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ben"]);
    });

    it("where the first has reached her limit, the next one gets it in the same turn", async () => {
      const deps = await world({ code: "ada" }, { code: "ben" });
      deps.clock.set(EIGHT);
      await plan(deps);
      await deps.store.write([
        sql`insert into preferences (customer_id, cap_count, cap_days, updated_at) select ${idOf("ada")}, 1, 7, 0`,
        sql`insert into messages (customer_id, newsletter_id, occurrence_on, channel, state, planned_at, due_at, reserved_at)
          select ${idOf("ada")}, 99, '2026-11-20', 'email', 'accepted', 0, 0, ${START - DAY_MS}`,
      ]);
      await sendDue(deps, worker(), 10);
      expect(sentTo(deps)).toEqual(["ben"]);
    });

    it("where there is nothing to say to the first, or her provider refuses her, the next one gets it", async () => {
      const wordless: ContentSource = {
        prepare: async (messages) => {
          const prepared = await plainContent.prepare(messages);
          const nothing = err("nothing_to_say" as const);
          return new Map(
            messages.map(({ id, customerCode }) => [
              id,
              customerCode === "ada" ? nothing : (prepared.get(id) ?? nothing),
            ]),
          );
        },
      };
      const deps = await world({ code: "ada" }, { code: "ben" }, { code: "cid" });
      deps.channel.answer = (to) =>
        to.startsWith("ben")
          ? { kind: "rejected", reason: "5.1.1", suppress: true }
          : { kind: "accepted", providerId: "p" };
      deps.clock.set(EIGHT);
      await plan(deps);
      while ((await sendDue({ ...deps, content: wordless }, worker(), 10)).taken > 0);
      expect(sentTo(deps)).toEqual(["cid"]);
    });

    it("where the first's worker dies before its request, she is sent it, and nobody else", async () => {
      const deps = await world({ code: "ada" }, { code: "ben" });
      deps.clock.set(EIGHT);
      await plan(deps);
      const dying: ContentSource = { prepare: () => Promise.reject(new Error("The process ends here.")) };
      await expect(sendDue({ ...deps, content: dying }, worker(), 10)).rejects.toThrow("ends here");
      deps.clock.advance(2 * MINUTE_MS);
      await recoverMessages(deps);
      await sendAll(deps, deps.clock.now());
      await sendAll(deps, deps.clock.now() + 5 * MINUTE_MS);
      expect(sentTo(deps)).toEqual(["ada"]);
    });

    it("what was sent to one who was erased since is not sent to another whose turn comes later", async () => {
      const deps = await world({ code: "ada" }, { code: "ben", minute: EVENING });
      deps.clock.set(EIGHT);
      await plan(deps);
      await sendAll(deps, EIGHT);
      expect(sentTo(deps)).toEqual(["ada"]);
      await eraseCustomer({ deps: { ...deps, personalData: [messageData] }, actor, code: "ada" });
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ada"]);
    });

    it("what may have been sent is not sent to another", async () => {
      const deps = await world({ code: "ada" }, { code: "ben" });
      deps.channel.answer = () => ({ kind: "unknown", reason: "answer_lost" });
      deps.clock.set(EIGHT);
      await plan(deps);
      await liveThroughDay(deps);
      expect(deps.channel.tries).toHaveLength(1);
    });

    it("an address that two share with somebody outside silences neither household nor neighbour", async () => {
      const deps = await world({ code: "ada", household: "x" }, { code: "ben" }, { code: "cid" });
      const shared = sql`update customers set email = 'ada@people.example', email_hash = 'h:ada@people.example' where code = 'ben'`;
      deps.clock.set(EIGHT);
      await deps.store.write([shared]);
      await plan(deps);
      await liveThroughDay(deps);
      expect(sentTo(deps)).toEqual(["ada", "cid"]);
    });
  });
}
