import { sql } from "drizzle-orm";
import { tick } from "#entry/tick.ts";
import { DAY_MS, HOUR_MS, type ManualClock, manualClock, MINUTE_MS } from "#kernel/clock.ts";
import { type Random, randomInt, seededRandom, seedOf } from "#kernel/random.ts";
import { ok } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { MessageDeps } from "#messages/message-deps.ts";
import type { ContentSource } from "#messages/message.ts";
import { leaveNewsletter } from "#messages/preferences/leave-newsletter.ts";
import type { Store } from "#store/store.ts";
import { choose, choosingDeps } from "#tests/worlds/choosing-world.ts";
import { addCustomer, addNewsletter, START, startPlannerAt } from "#tests/worlds/message-world.ts";
import { findings, type Findings } from "./findings.ts";
import { type PlantedBug, plantOf, withoutKeys } from "./planted-bugs.ts";
import { CONCURRENCY, Provider, type SimulatedContent, type Taken } from "./simulated-provider.ts";
import { storeFor, type StoreFaults } from "./simulated-store.ts";
import { type Life, newLife, Turns } from "./turns.ts";

/** What a customer said in the course of a run, and in which step it was committed. */
export type Said = { readonly customer: string; readonly isOut: boolean; readonly step: number };

export type Run = {
  readonly seed: number;
  readonly store: Store;
  readonly provider: Pick<Provider, "taken" | "unheard" | "faults">;
  readonly clock: ManualClock;
  readonly said: readonly Said[];
  /** Customers who did nothing, and share their address with nobody. */
  readonly calm: readonly string[];
  /** Tries that may have ended unheard: those the provider kept silent about, and those under way where something broke. */
  readonly mayBeUnknown: number;
};

const DAYS = 3;
const MINUTES = [420, 480, 1_020];
const ZONES = ["UTC", "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"];

/**
 * One seed: some days of a programme with several workers, customers who change their minds, and whatever may break, until all
 * is well again; and then what came of it.
 */
export async function simulate(seed: number, makeStore: () => Promise<Store>, bug?: PlantedBug): Promise<Findings> {
  const station = await openStation(seed, makeStore, bug);
  const { turns, workers, random } = station;
  for (const customer of station.restless) station.act(newLife(customer), () => live(station, customer));
  station.act(newLife("clock"), () => passTime(station));
  for (let worker = 0; worker < workers; worker += 1) station.startWorker();
  await turns.run((life) => {
    if (life.name.startsWith("worker") && randomInt(random, 1_000) < station.faults().killed) station.kill(life);
  });
  await recover(station);
  const found = await findings(station.run());
  await station.store.close();
  return found;
}

type Station = Awaited<ReturnType<typeof openStation>>;

async function openStation(seed: number, makeStore: () => Promise<Store>, bug: PlantedBug | undefined) {
  const dice = (what: string) => seededRandom(seedOf(seed, what));
  const random = dice("world");
  const store = await makeStore();
  if (bug === "no-unique-key") for (const text of withoutKeys) await store.write([{ sql: text, params: [] }]);
  const clock = manualClock(START);
  const turns = new Turns(dice("turns"));
  const trouble = { isOver: false, broken: 0 };
  const weather: StoreFaults = {
    refused: randomInt(random, 20),
    lost: randomInt(random, 20),
    killed: randomInt(random, 15),
  };
  const calmWeather: StoreFaults = { refused: 0, lost: 0, killed: 0 };
  const faults = () => (trouble.isOver ? calmWeather : weather);
  const providerTrouble = randomInt(random, 200);
  const { provider, channelFor } = openProviders({
    turns,
    clock,
    dice,
    random,
    isOver: () => trouble.isOver,
    providerTrouble,
  });
  const people = await fill(store, random);
  await offerWays(store, dice("ways"));
  const said: Said[] = [];
  let started = 0;
  // In every other run workers' clocks disagree by some minutes.
  const skewMs = randomInt(random, 2) * 300_000;

  const kill = (life: Life) => {
    turns.end(life);
    trouble.broken += 1;
    startWorker();
  };
  const storeOf = (life: Life) =>
    storeFor(life, {
      store,
      turns,
      random: dice(`store ${life.name}`),
      faults: life.name.startsWith("worker") ? faults : () => calmWeather,
      plant: plantOf(bug),
      onFault: () => {
        trouble.broken += 1;
      },
      kill,
    });
  const act = (life: Life, work: () => Promise<void>) => {
    void work().catch((cause: unknown) => {
      throw new Error(`${life.name}, seed ${seed}`, { cause });
    });
  };
  const depsOf = (life: Life, skewMs: number): MessageDeps => ({
    store: storeOf(life),
    clock: { now: () => clock.now() + skewMs },
    random: dice(life.name),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    channels: new Map((["email", "sms"] as const).map((kind) => [kind, channelFor(life, kind)])),
    content: contentFor(life, turns),
    policy: { quietHours: [], planAheadMs: randomInt(random, 2) * HOUR_MS, leaseMs: MINUTE_MS },
    log: () => undefined,
  });
  function startWorker(): void {
    if (trouble.isOver) return;
    started += 1;
    const life = newLife(`worker ${started}`);
    const deps = depsOf(life, randomInt(random, 2 * skewMs + 1) - skewMs);
    act(life, () => work({ life, deps, isOver: () => trouble.isOver }));
  }

  return {
    seed,
    store,
    clock,
    turns,
    random,
    provider,
    trouble,
    faults,
    kill,
    act,
    startWorker,
    storeOf,
    depsOf,
    said,
    ...people,
    workers: 1 + randomInt(random, 3),
    run: (): Run => ({
      seed,
      store,
      provider,
      clock,
      said,
      calm: people.calm,
      // A clock that is minutes ahead takes a lease for over that is not.
      mayBeUnknown: skewMs > 0 ? Number.POSITIVE_INFINITY : provider.unheard + trouble.broken * CONCURRENCY,
    }),
  };
}

type ProviderWorld = {
  readonly turns: Turns;
  readonly clock: ManualClock;
  readonly dice: (what: string) => Random;
  readonly random: Random;
  readonly isOver: () => boolean;
  readonly providerTrouble: number;
};

/** A provider, and in two of three runs a second that takes over; in every other run the first is down for hours at a time. */
function openProviders({ turns, clock, dice, random, isOver, providerTrouble }: ProviderWorld) {
  const taken: Taken[] = [];
  const shared = { turns, taken, troubled: () => (isOver() ? 0 : providerTrouble) };
  const keyed = () => randomInt(random, 2) === 1;
  const [isKeyed, isSecondKeyed] = [keyed(), keyed()];
  const hasSecond = randomInt(random, 3) > 0;
  const failsForHours = randomInt(random, 2) === 1;
  const isDown = () => !isOver() && failsForHours && Math.floor(clock.now() / (5 * HOUR_MS)) % 2 === 1;
  const first = new Provider({ ...shared, name: "simulated", random: dice("provider"), isKeyed, isDown });
  const second = new Provider({
    ...shared,
    name: "second",
    random: dice("second provider"),
    isKeyed: isSecondKeyed,
    isDown: () => false,
  });
  return {
    provider: {
      taken,
      get unheard() {
        return first.unheard + second.unheard;
      },
      get faults() {
        return [...first.faults, ...second.faults];
      },
    },
    channelFor: (life: Life, kind: "email" | "sms") => ({
      ...first.channelFor(life, kind),
      ...(hasSecond ? { second: second.channelFor(life, kind) } : {}),
    }),
  };
}

/** Some who only receive, some who act, and two with one address; a marketing newsletter for all. */
async function fill(store: Store, random: ReturnType<typeof seededRandom>) {
  await addNewsletter(store, "news");
  await startPlannerAt(store, START);
  const calm: string[] = [];
  const restless: string[] = [];
  const count = 4 + randomInt(random, 5);
  for (let index = 0; index < count; index += 1) {
    const isTwin = index < 2;
    const code = isTwin ? `twin${index}` : index % 2 === 0 ? `calm${index}` : `restless${index}`;
    await addCustomer(store, code, {
      newsletters: ["news"],
      zone: ZONES[randomInt(random, ZONES.length)] ?? "UTC",
      minute: MINUTES[randomInt(random, MINUTES.length)] ?? 480,
      ...(isTwin ? { email: "twins@people.example", zone: "UTC", minute: 480 } : {}),
    });
    if (code.startsWith("calm")) calm.push(code);
    if (code.startsWith("restless")) restless.push(code);
  }
  return { calm, restless };
}

/** In every other run most customers want texts where mail can't reach them; two who share a mailbox share a telephone too. */
async function offerWays(store: Store, random: ReturnType<typeof seededRandom>): Promise<void> {
  if (randomInt(random, 2) === 0) return;
  await store.write([
    sql`update newsletters set channels = '["email","sms"]'`,
    sql`update customers set phone = '+43' || phones.number, phone_hash = 'h:+43' || phones.number
      from (select id, iif(code like 'twin%', 1, id + 1) as number from customers) as phones where phones.id = customers.id`,
    sql`insert into consent_states (customer_id, purpose, channel, topic, is_granted, consent_id)
      select id, 'receive', 'sms', 'news', 1, 1 from customers`,
    sql`insert into preferences (customer_id, channel_order, updated_at)
      select id, '["email","sms"]', 0 from customers where id % 4 > ${randomInt(random, 2)}`,
  ]);
}

function contentFor(life: Life, turns: Turns): ContentSource {
  return {
    prepare: async (messages) => {
      await turns.take(life);
      return new Map(
        messages.map((message) => {
          const fresh = {
            date: message.dueAt,
            words: `${message.customerCode} ${message.newsletterCode} ${message.occurrenceOn}`,
          };
          const inputs = message.inputs ?? JSON.stringify({ ...fresh, dice: turns.step });
          const { date, words, dice } = JSON.parse(inputs) as typeof fresh & { dice: number };
          const from = { name: "Vendor", address: "news@vendor.example" };
          const content: SimulatedContent =
            message.channel === "sms"
              ? { kind: "sms", from: "Vendor", text: words, encoding: "gsm7", segments: 1 }
              : { kind: "email", from, subject: words, html: `<p>${dice}</p>`, text: String(dice) };
          return [message.id, ok({ templateId: 1, inputs, bodyHash: words, linkIds: [], content, date })] as const;
        }),
      );
    },
  };
}

type Work = { readonly life: Life; readonly deps: MessageDeps; readonly isOver: () => boolean };

/** A worker's life: one tick after the other; one that fails is followed by the next. */
async function work({ life, deps, isOver }: Work): Promise<void> {
  let turn = 0;
  const worker = { name: life.name, nextTurn: () => (turn += 1) };
  while (!isOver()) {
    try {
      await tick({ messages: deps, worker, sendBatch: 4 });
    } catch (cause) {
      const isPlanted = cause instanceof Error && /SQLITE_BUSY|AnswerLost/.test(`${cause.name} ${cause.message}`);
      if (!isPlanted) throw cause;
    }
  }
}

/** The clock goes on in leaps, and now and then a little back. */
async function passTime({ clock, turns, random, trouble }: Station): Promise<void> {
  const life = newLife("time");
  const end = START + DAYS * DAY_MS;
  while (clock.now() < end) {
    for (let rest = randomInt(random, 40); rest >= 0; rest -= 1) await turns.take(life);
    const isBack = randomInt(random, 20) === 0;
    clock.advance(isBack ? -randomInt(random, 10 * MINUTE_MS) : randomInt(random, 3 * HOUR_MS));
  }
  trouble.isOver = true;
}

/** She leaves by the link of a message, comes back, moves, chooses another time. */
async function live(station: Station, customer: string): Promise<void> {
  const { turns, random, said, storeOf, clock, trouble } = station;
  const life = newLife(customer);
  const deps = choosingDeps({ store: storeOf(life), clock });
  const saying = (isOut: boolean) => said.push({ customer, isOut, step: life.wroteAt });
  while (!trouble.isOver) {
    for (let rest = randomInt(random, 60); rest >= 0; rest -= 1) await turns.take(life);
    const deed = randomInt(random, 4);
    if (deed === 0) {
      const messageNumber = await lastMessageOf(station, customer);
      if (messageNumber === undefined) continue;
      await leaveNewsletter({
        deps,
        messageNumber,
        fromAll: randomInt(random, 2) === 1,
        source: "one-click",
        wording: "No more.",
      });
      saying(true);
    } else if (deed === 1) {
      // From the first word of it on, a message is no surprise.
      said.push({ customer, isOut: false, step: turns.step });
      await choose(deps, customer, {
        newsletters: [{ code: "news", isOn: true, minute: MINUTES[randomInt(random, 3)] ?? 480 }],
      });
    } else if (deed === 2) {
      await choose(deps, customer, { newsletters: [{ code: "news", isOn: false }] });
      saying(true);
    } else {
      await choose(deps, customer, { zone: ZONES[randomInt(random, ZONES.length)] ?? "UTC" });
    }
  }
}

async function lastMessageOf({ store }: Station, customer: string): Promise<number | undefined> {
  const [row] = await store.read<{ id: number }>(
    sql`select m.id from messages m join customers c on c.id = m.customer_id
      where c.code = ${customer} and m.attempts > 0 order by m.id desc limit 1`,
  );
  return row?.id;
}

/** All is well again, and one worker with a true clock has two more days: whatever can still be done is done. */
async function recover(station: Station): Promise<void> {
  const { turns, clock, depsOf } = station;
  const life = newLife("last worker");
  const deps = depsOf(life, 0);
  let turn = 0;
  const worker = { name: life.name, nextTurn: () => (turn += 1) };
  station.act(life, async () => {
    for (let step = 0; step < 60; step += 1) {
      await tick({ messages: deps, worker, sendBatch: 20 });
      clock.advance(HOUR_MS);
    }
  });
  await turns.run();
}
