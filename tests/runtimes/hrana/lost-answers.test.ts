import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MINUTE_MS } from "#kernel/clock.ts";
import { planMessages } from "#messages/plan/plan-messages.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { sendDue } from "#messages/send/send-due.ts";
import { acceptMessage } from "#messages/transactional/accept-message.ts";
import { sendBody } from "#messages/transactional/send-request.ts";
import { AnswerLost, isAnswerLost } from "#store/http-faults.ts";
import { httpDriver } from "#store/http-driver.ts";
import { storeOver } from "#store/driver.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import { identify, order } from "#tests/contracts/ingest-items.ts";
import { ingestWorld } from "#tests/contracts/ingest-world.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import {
  addCustomer,
  addNewsletter,
  messageWorld,
  type MessageWorld,
  scriptedChannel,
  START,
  startPlannerAt,
  statesOf,
} from "#tests/worlds/message-world.ts";
import { actor, addReader, triggeredWorld } from "#tests/worlds/triggered-world.ts";
import { freshHranaStore, hranaServer } from "./fresh-hrana-store.ts";
import { type Arrival, type HranaServer, startHranaServer, type Trouble } from "./hrana-server.ts";

const write = (text: string) => ({ sql: text, params: [] });
const keysOf = async (store: Store) =>
  (await store.read<{ key: string }>(sql`select key from settings order by key`)).map(({ key }) => key);
const insert = (key: string) =>
  write(`insert into settings (key, value, updated_at) values ('${key}', '1', 0) returning key`);

/** The trouble for one write, the `nth` since it was asked for; the others pass. */
function troubleWithWrite(server: HranaServer, nth: number, trouble: Trouble): { readonly hasCome: () => boolean } {
  let writes = 0;
  server.trouble(({ kind }) => {
    if (kind === "write") writes += 1;
    return kind === "write" && writes === nth ? trouble : undefined;
  });
  return { hasCome: () => writes >= nth };
}

/** The trouble for the first `times` requests. */
function troubleFor(times: number, trouble: Trouble): void {
  let left = times;
  hranaServer().trouble(() => ((left -= 1) >= 0 ? trouble : undefined));
}

describe("the store over HTTP", () => {
  let store: Store;
  beforeEach(async () => {
    store = await freshHranaStore();
  });
  afterEach(() => store.close());

  it("opens a stream for each request and closes it in the same: no baton, nothing left open", async () => {
    await store.write([insert("a"), insert("b")]);
    await store.read(sql`select 1`);
    await expect(store.write([insert("c"), insert("a")])).rejects.toThrow("UNIQUE");
    await store.orm.run(sql`select 1`);
    expect(hranaServer().arrivals.filter(({ hasBaton }) => hasBaton)).toEqual([]);
    expect([hranaServer().openStreams(), hranaServer().peakStreams()]).toEqual([0, 1]);
  });

  it.each(["drop", "lose_answer", "cut_answer", "bad_gateway", "bad_gateway_after"] as const)(
    "asks a read again after %s, and says after three tries that nobody answers",
    async (trouble) => {
      troubleFor(2, trouble);
      expect(await store.read(sql`select 1 as one`)).toEqual([{ one: 1 }]);
      troubleFor(3, trouble);
      await expect(store.read(sql`select 1 as one`)).rejects.toThrow("The database server can't be reached.");
    },
  );

  it.each([
    ["drop", []],
    ["bad_gateway", []],
    ["lose_answer", ["a"]],
    ["cut_answer", ["a"]],
    ["bad_gateway_after", ["a"]],
  ] as const)("never repeats a write after %s, and says that it may have been written", async (trouble, kept) => {
    const before = hranaServer().arrivals.length;
    troubleFor(1, trouble);
    await expect(store.write([insert("a")])).rejects.toThrow(AnswerLost);
    expect(hranaServer().arrivals.length - before).toBe(1);
    expect(await keysOf(store)).toEqual(kept);
    troubleFor(1, trouble);
    await expect(store.orm.run(insert("b").sql)).rejects.toThrow("Failed");
    expect(await keysOf(store)).toEqual(kept.length === 0 ? [] : ["a", "b"]);
  });

  it.each(["expired", "too_many"] as const)(
    "asks a write again that was refused as %s, since nothing of it ran: it is there once",
    async (trouble) => {
      troubleFor(2, trouble);
      expect(await store.write([insert("a")])).toEqual([[{ key: "a" }]]);
      troubleFor(3, trouble);
      await expect(store.write([insert("b")])).rejects.toThrow(trouble === "expired" ? "STREAM_EXPIRED" : "429");
      expect(await keysOf(store)).toEqual(["a"]);
      expect(await store.write([insert("b")])).toEqual([[{ key: "b" }]]);
    },
  );

  it("waits for whoever writes through another stream, as long as three tries last, and is never lost for it", async () => {
    const rests: number[] = [];
    let letGo = async () => {};
    const patient = storeOver(
      httpDriver({
        url: hranaServer().url,
        rest: async (ms) => {
          rests.push(ms);
          if (rests.length === 2) await letGo();
        },
      }),
    );
    const holder = await fetch(`${hranaServer().url}/v3/pipeline`, {
      method: "POST",
      body: JSON.stringify({ requests: [{ type: "execute", stmt: { sql: "begin immediate" } }] }),
    });
    const { baton } = (await holder.json()) as { baton: string };
    letGo = async () => {
      await fetch(`${hranaServer().url}/v3/pipeline`, {
        method: "POST",
        body: JSON.stringify({ baton, requests: [{ type: "close" }] }),
      });
    };
    expect(await patient.write([insert("a")])).toEqual([[{ key: "a" }]]);
    expect(rests).toEqual([50, 400]);
    await patient.close();
  });

  it("a server that stays silent is given up by the time that its caller set, and what it wrote is there once", async () => {
    let answer = () => {};
    const answerAfter = new Promise<void>((resolve) => (answer = resolve));
    const time = new AbortController();
    const hurried = storeOver(
      httpDriver({ url: hranaServer().url, fetch: (request) => fetch(request, { signal: time.signal }) }),
    );
    hranaServer().trouble(() => {
      time.abort();
      return { answerAfter };
    });
    await expect(hurried.write([insert("a")])).rejects.toThrow(AnswerLost);
    answer();
    hranaServer().trouble();
    expect(await keysOf(store)).toEqual(["a"]);
    await hurried.close();
  });

  it("says what is wrong with a token and with an address, and tries a refused token no further", async () => {
    const locked = await startHranaServer({ authToken: "simulated-token" });
    const stranger = storeOver(httpDriver({ url: locked.url, authToken: "another" }));
    await expect(stranger.read(sql`select 1`)).rejects.toThrow("refuses the token");
    expect(locked.arrivals).toEqual([]);
    const known = storeOver(httpDriver({ url: locked.url, authToken: "simulated-token" }));
    expect(await known.read(sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await locked.close();
    // The first finds a connection of before, which may have carried it; the second finds none.
    await expect(known.write([insert("a")])).rejects.toThrow(Error);
    await expect(known.write([insert("a")])).rejects.toThrow("can't be reached");
  });
});

const CUSTOMERS = ["ada", "bea", "cid", "dan", "eva"];
const today = (code: string) => `${code} 2026-11-22`;
/** Three groups: what came of one is written with the next one's beginning. */
const IN_FLIGHT = 2;

async function planAndSend(world: MessageWorld, untilMinutes: number): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  let turns = 0;
  const worker = { name: "w", nextTurn: () => (turns += 1) };
  for (let minute = 0; minute < untilMinutes; minute += 1) {
    try {
      await planMessages(world.store, world.clock.now(), { planAheadMs: 0, graceMs: 86_400_000 });
      await recoverMessages(world);
      while ((await sendDue(world, worker, 10)).taken > 0);
    } catch (cause) {
      faults.push(cause);
    }
    world.clock.advance(MINUTE_MS);
  }
  return faults;
}

describe("plan, claim and send over HTTP", () => {
  /** Everybody has subscribed and nothing is planned: each run begins here. */
  let server: HranaServer;
  beforeAll(async () => {
    server = await startHranaServer();
    const store = await freshStore(server.url);
    await addNewsletter(store, "news");
    for (const code of CUSTOMERS) await addCustomer(store, code, { newsletters: ["news"] });
    await startPlannerAt(store, START);
    await store.close();
    server.remember();
  });
  afterAll(() => server.close());

  const open = async (messageClass: string) => {
    server.clear();
    const channel = scriptedChannel({ concurrency: IN_FLIGHT });
    const world = await messageWorld({ store: await openLibsql({ url: server.url }), channel });
    await world.store.write([sql`update newsletters set message_class = ${messageClass}`]);
    world.clock.set(START + 8 * 60 * MINUTE_MS);
    return world;
  };

  it.each([
    ["lose_answer", "marketing"],
    ["bad_gateway", "transactional"],
  ] as const)(
    "with %s at any one write everybody gets one %s message, and each is known as accepted",
    async (trouble, messageClass) => {
      let points = 0;
      for (let nth = 1; points === nth - 1; nth += 1) {
        const world = await open(messageClass);
        const fault = troubleWithWrite(server, nth, trouble);
        const faults = await planAndSend(world, 4);
        const subjects = world.channel.log.map(({ content }) => content.subject);
        if (fault.hasCome()) points += 1;
        // A plan or a claim is left to the next minute; what tells of a try is written again at once.
        expect(faults.filter((one) => !isAnswerLost(one))).toEqual([]);
        expect({ nth, subjects: [...subjects].sort() }).toEqual({ nth, subjects: CUSTOMERS.map(today) });
        expect({ nth, ...(await statesOf(world.store)) }).toEqual({ nth, accepted: CUSTOMERS.length });
        await world.store.close();
      }
      expect(points).toBeGreaterThan(6);
    },
  );

  it("with a server that goes away at any request, for a minute, nobody gets two, and who may have got one is known", async () => {
    let points = 0;
    for (let nth = 1; points === nth - 1; nth += 1) {
      const world = await open("marketing");
      let requests = 0;
      const startedAt = world.clock.now();
      let goneUntil = 0;
      server.trouble(() => {
        if (world.clock.now() === startedAt) requests += 1;
        if (requests === nth && goneUntil === 0) goneUntil = world.clock.now() + MINUTE_MS;
        return world.clock.now() < goneUntil ? (nth % 2 === 0 ? "drop" : "lose_answer") : undefined;
      });
      const faults = await planAndSend(world, 4);
      server.trouble();
      if (faults.length > 0) points += 1;
      const subjects = world.channel.log.map(({ content }) => content.subject);
      const { accepted = 0, "unknown_outcome:answer_lost": unknown = 0, ...others } = await statesOf(world.store);
      expect({ nth, different: new Set(subjects).size }).toEqual({ nth, different: subjects.length });
      expect({ nth, rows: accepted + unknown, others }).toEqual({ nth, rows: CUSTOMERS.length, others: {} });
      expect(unknown).toBeLessThanOrEqual(IN_FLIGHT);
      expect(CUSTOMERS.length - subjects.length).toBeLessThanOrEqual(unknown);
      await world.store.close();
    }
    expect(points).toBeGreaterThan(9);
  });

  it("a message asked for by the API is one message, however often its answer is lost and it is asked for again", async () => {
    for (const trouble of ["lose_answer", "drop", "bad_gateway_after"] as const) {
      const world = await triggeredWorld(await freshHranaStore());
      await addReader(world.store, "ada", []);
      const input = sendBody.parse({
        to: { customer: "ada" },
        template: { name: "receipt" },
        data: { order: "A-1" },
      });
      const accept = () => acceptMessage({ deps: world.sends, actor, key: "k1", input });
      for (let nth = 1; nth <= 3; nth += 1) {
        troubleWithWrite(hranaServer(), nth, trouble);
        await accept().catch(() => undefined);
      }
      hranaServer().trouble();
      const accepted = await accept();
      expect(accepted.ok).toBe(true);
      await world.turn();
      world.clock.advance(3 * MINUTE_MS);
      await world.turn();
      expect({ trouble, sent: world.channel.log.length }).toEqual({ trouble, sent: 1 });
    }
  });
});

describe("ingest over HTTP", () => {
  it.each(["lose_answer", "drop"] as const)(
    "a batch that its client repeats after %s at any one write is taken once",
    async (trouble) => {
      for (let nth = 1; ; nth += 1) {
        const { app, batch, count } = await ingestWorld(await freshHranaStore());
        app.onError(() => new Response("", { status: 500 }));
        const fault = troubleWithWrite(hranaServer(), nth, trouble);
        const items = [identify("m0", { firstName: "Ada" }), order("m1", "O1")];
        await batch(...items).catch(() => undefined);
        const hasCome = fault.hasCome();
        hranaServer().trouble();
        await batch(...items);
        expect([nth, await count("events"), await count("purchases"), await count("purchase_lines")]).toEqual([
          nth,
          2,
          1,
          2,
        ]);
        if (!hasCome) break;
        expect(nth).toBeLessThan(50);
      }
    },
  );
});

it("what is read and what is written is told apart by the texts alone", async () => {
  const store = await freshHranaStore();
  await store.read(sql`  select 1`);
  await store.write([sql`select 1`, insert("a")]);
  const kinds = hranaServer()
    .arrivals.slice(-2)
    .map(({ kind }: Arrival) => kind);
  expect(kinds).toEqual(["read", "write"]);
});
