import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#kernel/clock.ts";
import type { ContentSource } from "#messages/message.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import type { Store } from "#store/store.ts";
import { householdWorld, type Member } from "#tests/worlds/household-world.ts";
import { type MessageWorld, plainContent, START } from "#tests/worlds/message-world.ts";

const TODAY = "2026-11-22";
const EIGHT = START + 8 * HOUR_MS;

/** What happens to a member while planners and senders run. */
type Fate = "nothing" | "suppressed" | "withdrew" | "paused" | "left" | "rejected" | "unknown" | "deferred once";

const fates: ReadonlyArray<Fate> = ["suppressed", "withdrew", "paused", "left", "rejected", "unknown", "deferred once"];

type Drawn = Omit<Member, "code" | "household"> & { readonly fate: Fate };

const member: fc.Arbitrary<Drawn> = fc.record({
  minute: fc.constantFrom(480, 540, 1_080),
  isByDefault: fc.boolean(),
  ownCopy: fc.constantFrom(false, false, true),
  activeAt: fc.constantFrom(START - 1, START - 2, START - 3),
  fate: fc.oneof({ weight: 2, arbitrary: fc.constant<Fate>("nothing") }, fc.constantFrom(...fates)),
});

const homes = fc.array(fc.array(member, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 2 });

/** Every question to the store waits until the scheduler gives it its turn. */
function scheduled(store: Store, scheduler: fc.Scheduler): Store {
  const turn = scheduler.scheduleFunction(async () => undefined);
  return {
    ...store,
    read: async (statement) => {
      await turn();
      return store.read(statement);
    },
    write: async (statements) => {
      await turn();
      return store.write(statements);
    },
  };
}

async function meddle(store: Store, code: string, fate: Fate): Promise<void> {
  const id = sql`(select id from customers where code = ${code})`;
  const done = {
    suppressed: sql`insert into suppressions (address_hash, channel, scope, reason, source, at)
      values (${`h:${code}@people.example`}, 'email', '', 'complaint', 'test', 0)`,
    withdrew: sql`update consent_states set is_granted = 0 where customer_id = ${id}`,
    paused: sql`insert into preferences (customer_id, paused_from, updated_at) select ${id}, '2026-11-20', 0`,
    left: sql`update subscriptions set state = 'off' where customer_id = ${id}`,
  } as const;
  if (fate in done) await store.write([done[fate as keyof typeof done]]);
  // Who leaves takes what is planned with her, as her page does.
  if (fate === "left") await store.write([sql`delete from messages where customer_id = ${id} and state = 'planned'`]);
}

/** The provider, as each member's fate wants it. */
function answerBy(deps: MessageWorld, fateOf: ReadonlyMap<string, Fate>): void {
  const deferred = new Set<string>();
  deps.channel.answer = (to) => {
    const fate = fateOf.get(to.split("@")[0] ?? "");
    if (fate === "rejected") return { kind: "rejected", reason: "5.1.1", suppress: true };
    if (fate === "unknown") return { kind: "unknown", reason: "answer_lost" };
    if (fate !== "deferred once" || deferred.has(to)) return { kind: "accepted", providerId: "p" };
    deferred.add(to);
    return { kind: "deferred", reason: "busy" };
  };
}

let turns = 0;
const worker = (name: string) => ({ name, nextTurn: () => (turns += 1) });
const settings = { planAheadMs: DAY_MS, graceMs: DAY_MS };
const dying: ContentSource = { prepare: () => Promise.reject(new Error("The process ends here.")) };

/** Two planners, three senders, one that dies with what it holds, and what becomes of the members, in any order. */
async function live(deps: MessageWorld, scheduler: fc.Scheduler, fateOf: ReadonlyMap<string, Fate>): Promise<void> {
  const store = scheduled(deps.store, scheduler);
  const sender = async (name: string, content = plainContent) => {
    for (let turn = 0; turn < 3; turn += 1) await sendDue({ ...deps, store, content }, worker(name), 2);
  };
  const running = [
    ...[1, 2].map(() => planMessages(store, EIGHT, settings)),
    ...["a", "b", "c"].map((name) => sender(name)),
    sender("dying", dying).catch(() => undefined),
    ...[...fateOf].map(([code, fate]) => meddle(store, code, fate)),
  ];
  await scheduler.waitFor(Promise.all(running));
}

async function finishDay(deps: MessageWorld): Promise<void> {
  await planMessages(deps.store, EIGHT, settings);
  for (let at = EIGHT; at <= EIGHT + DAY_MS; at += 30 * MINUTE_MS) {
    deps.clock.set(at + 2 * MINUTE_MS);
    await recoverMessages(deps);
    while ((await sendDue(deps, worker("last"), 20)).taken > 0);
  }
}

it("no interleaving of planners, senders and choices sends a household two, or none that one of them could have had", async () => {
  await fc.assert(
    fc.asyncProperty(homes, fc.scheduler(), async (drawn, scheduler) => {
      const members = drawn.flatMap((home, place) =>
        home.map((each, index) => ({ ...each, code: `m${place}${index}`, household: `home ${place}` })),
      );
      const deps = await householdWorld(members);
      const fateOf = new Map(members.map(({ code, fate }) => [code, fate]));
      answerBy(deps, fateOf);
      deps.clock.set(EIGHT);
      await live(deps, scheduler, fateOf);
      await finishDay(deps);
      const ofToday = deps.channel.log.filter(({ content: { subject } }) => subject.endsWith(TODAY));
      const got = ofToday.map(({ to }) => to.split("@")[0] ?? "");
      for (const living of Map.groupBy(members, (each) => each.household).values()) {
        const sharing = living.filter(({ ownCopy }) => ownCopy !== true);
        const shared = got.filter((code) => sharing.some((each) => each.code === code));
        expect(shared.length).toBeLessThanOrEqual(1);
        const isAble = sharing.some(({ fate }) => fate === "nothing" || fate === "deferred once");
        expect(shared.length).toBeGreaterThanOrEqual(isAble ? 1 : 0);
      }
      for (const { code, fate, ownCopy } of members) {
        const times = got.filter((each) => each === code).length;
        expect(times).toBeLessThanOrEqual(1);
        expect(times).toBeGreaterThanOrEqual(ownCopy === true && fate === "nothing" ? 1 : 0);
      }
      await deps.store.close();
    }),
    { numRuns: 60 },
  );
}, 120_000);
