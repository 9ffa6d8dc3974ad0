import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { feedBody } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { type FeedHeader, feedHeader } from "#catalogue/feeds/feed-header.ts";
import { findFeed, viewOfFeed } from "#catalogue/feeds/find-feed.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { decideRun } from "#catalogue/feeds/run/decide-run.ts";
import { fetchRun } from "#catalogue/feeds/run/fetch-run.ts";
import { pushRun } from "#catalogue/feeds/run/push-run.ts";
import { runDueFeeds } from "#catalogue/feeds/run/run-due-feeds.ts";
import { findRun, listRejects, viewOfRun } from "#catalogue/feeds/run/run-rows.ts";
import { openCatalogue } from "#catalogue/open-catalogue.ts";
import { openShelf } from "#catalogue/open-shelf.ts";
import { adjustStock } from "#catalogue/products/adjust-stock.ts";
import { findProductSet } from "#catalogue/products/list-product-sets.ts";
import { withdrawProductSet } from "#catalogue/products/withdraw-product-set.ts";
import { putSetting } from "#catalogue/settings.ts";
import { bytesOf } from "#customers/personal-data/personal-table.ts";
import type { SelectionInput } from "#content/selection.ts";
import { HOUR_MS, manualClock, MINUTE_MS, SECOND_MS } from "#kernel/clock.ts";
import type { Result } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { Store } from "#store/store.ts";
import type { Exchange, Exchanged } from "#web/outgoing/transport.ts";

const actor = { kind: "key", id: "key_1", scopes: ["catalogue:write"] } as const;
const startAt = Date.UTC(2026, 4, 20, 9);

const table = {
  title: "Shop",
  form: { kind: "csv" },
  images: "link",
  mapping: {
    code: "sku",
    category: "cat",
    title: "name",
    body: "text",
    price: "price",
    currency: { constant: "EUR" },
    imageUrl: { text: "https://shop.example/{sku}.jpg" },
    linkUrl: { text: "https://shop.example/{sku}" },
    stock: "stock",
    copy: [{ locale: "de", title: "name_de" }],
  },
};

const delta = {
  title: "Stock",
  mode: "delta",
  form: { kind: "csv" },
  mapping: { code: "sku", price: "price", currency: { constant: "EUR" }, stock: "stock" },
};

type Row = {
  sku: string;
  name?: string;
  name_de?: string;
  text?: string;
  price?: string;
  stock?: string;
  cat?: string;
};

const columns = ["sku", "name", "name_de", "text", "price", "stock", "cat"] as const;

function csv(...rows: readonly Row[]): string {
  const defaults = { name: "Thing", name_de: "Ding", text: "Made to last.", price: "12.50", stock: "3", cat: "garden" };
  const lines = rows.map((row) => columns.map((column) => ({ ...defaults, ...row })[column]).join(","));
  return [columns.join(","), ...lines, ""].join("\n");
}

const many = (count: number, more: Partial<Row> = {}) =>
  Array.from({ length: count }, (_, index): Row => ({ sku: `P${index}`, ...more }));

function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function feedWorld(makeStore: () => Promise<Store>) {
  const store = await makeStore();
  const clock = manualClock(startAt);
  await store.write([putSetting("hosts", ["shop.example"], startAt)]);
  const asked: Exchange[] = [];
  let server: (exchange: Exchange) => Exchanged = () => {
    throw Object.assign(new Error("nobody"), { code: "ECONNREFUSED" });
  };
  const deps: FeedDeps = {
    store,
    clock,
    secret: secretFrom(new Uint8Array(32).fill(7)),
    outgoing: {
      transport: async (exchange) => {
        asked.push(exchange);
        return server(exchange);
      },
      policy: { trustedOrigins: new Set(), ownHosts: new Set() },
      timer: { after: () => () => undefined },
    },
  };
  const feedOf = async (code: string) => {
    const feed = await findFeed(store, code);
    if (feed === undefined) throw new Error("no feed");
    return feed;
  };
  const runOf = async (code: string, run: number) => {
    const row = await findRun(store, (await feedOf(code)).id, run);
    if (row === undefined) throw new Error("no run");
    return viewOfRun(row);
  };
  const shelf = openShelf(openCatalogue(deps));
  return {
    store,
    clock,
    deps,
    asked,
    feedOf,
    runOf,
    serve: (answer: typeof server) => {
      server = answer;
    },
    put: async (code: string, settings: object, header?: FeedHeader | null) =>
      valueOf(await putFeed({ deps, actor, input: { code, settings: feedBody.parse(settings), header } })),
    push: async (code: string, body: string | Uint8Array, more: { isDry?: boolean; maxChunks?: number } = {}) => {
      clock.advance(SECOND_MS);
      const bytes = pieces(body);
      return runOf(
        code,
        valueOf(await pushRun({ deps, actor, feed: await feedOf(code), isDry: false, ...more, bytes })),
      );
    },
    fetch: async (code: string) => {
      clock.advance(SECOND_MS);
      const call = { deps, actor, feed: await feedOf(code), origin: "url", isDry: false } as const;
      return runOf(code, valueOf(await fetchRun(call)));
    },
    decide: async (code: string, run: number, decision: "apply" | "discard") =>
      decideRun({ deps, actor, feed: await feedOf(code), run, decision }),
    product: (code: string) => findProductSet(store, code),
    choose: async () => {
      clock.advance(SECOND_MS);
      const { selector } = await shelf([{ name: "picks", size: 9 }]);
      return selector
        .select(nobody)
        .slots.flatMap(({ items }) => items.map(({ code }) => code))
        .sort();
    },
    live: async () => {
      const rows = await store.read<{ code: string }>({
        sql: "select code from product_sets where state = 'live' order by code",
        params: [],
      });
      return rows.map(({ code }) => code);
    },
  };
}

/** A value of a row as text, bytes one by one. */
function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? Buffer.from(bytesOf(value)).toString("latin1") : String(value);
}

async function* pieces(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  for (let at = 0; at < bytes.byteLength; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

const nobody: SelectionInput = {
  customer: { attributes: {}, events: [], boughtIds: [] },
  scores: { affinityByCategory: {} },
  nowMs: startAt,
  date: "2026-05-20",
  channel: "email",
  locale: "en",
  occurrence: "weekly 2026-05-20",
  seed: 7,
};

type Answer = { readonly status?: number; readonly headers?: Record<string, string> };

function answerOf(body: string | null, { status = 200, headers = {} }: Answer = {}): Exchanged {
  return { status, headers: new Headers(headers), body: body === null ? null : new Response(body).body };
}

/** What product feeds promise on every database. */
export function feedsContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`a full feed on ${name}`, () => {
    fullContract(makeStore);
    guardContract(makeStore);
  });
  describe(`a feed of changes on ${name}`, () => {
    deltaContract(makeStore);
  });
  describe(`a feed with an address on ${name}`, () => {
    fetchContract(makeStore);
  });
}

function fullContract(makeStore: () => Promise<Store>): void {
  it("that is pushed is chosen from with the next message, and what left it is not", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, guardPercent: 50 });
    const first = await world.push("shop", csv({ sku: "A" }, { sku: "B" }, { sku: "C" }));
    expect(first).toMatchObject({ state: "done", read: 3, created: 3, applied: 3, rejected: 0 });
    expect(await world.choose()).toEqual(["A", "B", "C"]);
    const second = await world.push("shop", gzipSync(csv({ sku: "A", stock: "0" }, { sku: "C" })));
    expect(second).toMatchObject({ state: "done", changed: 1, unchanged: 1, missing: 1, withdrawn: 1 });
    expect(await world.choose()).toEqual(["C"]);
    const third = await world.push("shop", csv({ sku: "A" }, { sku: "B" }, { sku: "C" }));
    expect(third).toMatchObject({ created: 0, changed: 2, unchanged: 1 });
    expect(await world.choose()).toEqual(["A", "B", "C"]);
  });

  it("brings words in every language, price, stock, link and picture", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv({ sku: "A", name: "Spade", name_de: "Spaten", price: "1234.5" }));
    expect(await world.product("A")).toMatchObject({
      category: "garden",
      priceMinor: 123_450,
      currency: "EUR",
      stock: 3,
      linkUrl: "https://shop.example/A",
      imageUrl: "https://shop.example/A.jpg",
      copy: [
        { locale: "de", title: "Spaten", body: "" },
        { locale: "en", title: "Spade", body: "Made to last." },
      ],
    });
  });

  it("refuses a bad record with its line, field and reason, and takes over the others; the totals add up", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    const bad = [
      { sku: "A B" },
      { sku: "N", price: "free" },
      { sku: "S", stock: "many" },
      { sku: "", name: "Nameless" },
      { sku: "GOOD", name: "Again" },
    ];
    const run = await world.push("shop", csv({ sku: "GOOD" }, ...bad));
    expect(run).toMatchObject({ state: "done", read: 6, created: 1, rejected: 5 });
    expect(run.created + run.changed + run.unchanged + run.rejected).toBe(run.read);
    const rejects = await listRejects(world.store, run.run);
    expect(rejects.map(({ place, code, field }) => [place, code, field])).toEqual([
      ["line 3", "A B", "code"],
      ["line 4", "N", "price"],
      ["line 5", "S", "stock"],
      ["line 6", null, "imageUrl"],
      ["line 6", null, "linkUrl"],
      ["line 6", null, "code"],
      ["line 7", "GOOD", "code"],
    ]);
    expect(rejects.every(({ reason }) => reason.length > 5 && !reason.includes("free"))).toBe(true);
    expect((await world.product("GOOD"))?.copy[1]?.title).toBe("Thing");
  });

  it("keeps a product set whose record has become bad, and refuses links to hosts that are not the vendor's", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv({ sku: "A" }, { sku: "B" }));
    const run = await world.push("shop", csv({ sku: "A", price: "?" }, { sku: "B" }));
    expect(run).toMatchObject({ state: "done", rejected: 1, unchanged: 1, missing: 0 });
    const foreign = { ...table.mapping, linkUrl: { text: "https://evil.example/{sku}" } };
    await world.put("shop", { ...table, mapping: foreign });
    const refused = await world.push("shop", csv({ sku: "A" }, { sku: "B" }));
    expect(refused).toMatchObject({ rejected: 2, changed: 0 });
    expect(await world.live()).toEqual(["A", "B"]);
  });

  it("that broke off changes nothing", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv({ sku: "A" }));
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(csv(...many(500)));
      throw new Error("reset");
    }
    const call = { deps: world.deps, actor, feed: await world.feedOf("shop"), isDry: false, bytes: cut() };
    await expect(pushRun(call)).rejects.toThrow("reset");
    const open = await world.push("shop", `${csv(...many(300))}"open`);
    expect(open).toMatchObject({ state: "failed" });
    expect(open.fault).toContain("302");
    const damaged = await world.push("shop", gzipSync(csv(...many(300))).subarray(0, 500));
    expect(damaged).toMatchObject({ state: "failed", fault: "The gzip file is damaged or ends early." });
    expect(await world.live()).toEqual(["A"]);
    const [left] = await world.store.read<{ n: number }>({ sql: "select count(*) as n from feed_items", params: [] });
    expect(left?.n).toBe(0);
  });

  it("can be tried without changing anything, and the trial counts as the run will", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, guardPercent: 100 });
    await world.push("shop", csv({ sku: "A" }, { sku: "B" }, { sku: "C" }));
    const next = csv({ sku: "A", price: "1" }, { sku: "B" }, { sku: "D" }, { sku: "E", price: "?" });
    const { run: _dry, ...dry } = await world.push("shop", next, { isDry: true });
    expect(dry).toMatchObject({
      state: "checked",
      read: 4,
      created: 1,
      changed: 1,
      unchanged: 1,
      rejected: 1,
      missing: 1,
    });
    expect(await world.live()).toEqual(["A", "B", "C"]);
    expect((await world.product("A"))?.priceMinor).toBe(1_250);
    const run = await world.push("shop", next);
    expect(run).toMatchObject({ state: "done", created: 1, changed: 1, unchanged: 1, rejected: 1, missing: 1 });
    expect(await world.live()).toEqual(["A", "B", "D"]);
  });

  it("is the truth: what somebody changed since is put right, but what an operator withdrew stays withdrawn", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    const feed = csv({ sku: "A" }, { sku: "B" });
    await world.push("shop", feed);
    world.clock.advance(SECOND_MS);
    await adjustStock({ deps: world.deps, actor, input: { code: "A", change: { to: 1 } } });
    await withdrawProductSet({ deps: world.deps, actor, input: { code: "B" } });
    expect(await world.push("shop", feed)).toMatchObject({ changed: 2 });
    expect((await world.product("A"))?.stock).toBe(3);
    expect(await world.live()).toEqual(["A"]);
    expect(await world.push("shop", feed)).toMatchObject({ changed: 0, unchanged: 2 });
  });

  it("does not take away what another feed has", async () => {
    const world = await feedWorld(makeStore);
    await world.put("one", { ...table, guardPercent: 100 });
    await world.put("two", { ...table, guardPercent: 100 });
    await world.push("one", csv({ sku: "A" }, { sku: "B" }));
    await world.push("two", csv({ sku: "B" }, { sku: "C" }));
    expect(await world.push("one", csv({ sku: "X" }))).toMatchObject({ missing: 2, withdrawn: 1 });
    expect(await world.live()).toEqual(["B", "C", "X"]);
  });

  it("is taken over in turns where turns are short, and goes on where it was cut off", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    const run = await world.push("shop", csv(...many(450)), { maxChunks: 2 });
    expect(run).toMatchObject({ state: "applying", created: 450, applied: 200 });
    await runDueFeeds(world.deps, 2);
    expect(await world.runOf("shop", run.run)).toMatchObject({ state: "applying", applied: 400 });
    await runDueFeeds(world.deps, 2);
    expect(await world.runOf("shop", run.run)).toMatchObject({ state: "done", applied: 450 });
    expect((await world.live()).length).toBe(450);
  });

  it("has one run at a time, and a run whose worker died stands in nobody's way", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    const feed = await world.feedOf("shop");
    async function* never(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode("sku");
      await new Promise(() => undefined);
    }
    void pushRun({ deps: world.deps, actor, feed, isDry: false, bytes: never() });
    await expect.poll(async () => (await findRun(world.store, feed.id, 1))?.state).toBe("reading");
    const second = await pushRun({ deps: world.deps, actor, feed, isDry: false, bytes: pieces(csv({ sku: "A" })) });
    expect(second).toMatchObject({ ok: false, error: { code: "conflict" } });
    world.clock.advance(HOUR_MS);
    expect(await world.push("shop", csv({ sku: "A" }))).toMatchObject({ state: "done" });
    expect(await world.runOf("shop", 1)).toMatchObject({ state: "failed", fault: "It was interrupted." });
  });

  it("leaves one line in the audit log for each run that changed something", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv({ sku: "A" }));
    await world.push("shop", csv({ sku: "A" }));
    const rows = await world.store.read<{ action: string; detail: string }>({
      sql: "select action, detail from audit_log where subject_kind = 'feed' order by id",
      params: [],
    });
    expect(rows.map(({ action }) => action)).toEqual(["put-feed", "apply-feed-run"]);
    expect(JSON.parse(rows[1]?.detail ?? "")).toEqual({ run: 1, created: 1, changed: 0, missing: 0 });
  });
}

function guardContract(makeStore: () => Promise<Store>): void {
  it("that suddenly lost more than its guard allows is held, and nothing is changed until an operator says so", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv(...many(10)));
    const held = await world.push("shop", csv({ sku: "P0", price: "1" }, { sku: "NEW" }));
    expect(held).toMatchObject({ state: "held", known: 10, missing: 9, created: 1, changed: 1, applied: 0 });
    expect(held.fault).toContain("9 of 10");
    expect((await world.live()).length).toBe(10);
    expect((await world.product("P0"))?.priceMinor).toBe(1_250);
    expect((await world.decide("shop", held.run, "apply")).ok).toBe(true);
    expect(await world.live()).toEqual(["NEW", "P0"]);
    expect((await world.product("P0"))?.priceMinor).toBe(100);
    expect(await world.decide("shop", held.run, "apply")).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("that is empty is held, and discarding it leaves everything as it was", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv(...many(5)));
    const held = await world.push("shop", csv());
    expect(held).toMatchObject({ state: "held", read: 0, missing: 5 });
    await world.decide("shop", held.run, "discard");
    expect(await world.runOf("shop", held.run)).toMatchObject({ state: "discarded" });
    expect((await world.live()).length).toBe(5);
    expect(await world.push("shop", csv(...many(5)))).toMatchObject({ state: "done", unchanged: 5 });
  });

  it("that is held gives way to a newer one", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.push("shop", csv(...many(5)));
    const held = await world.push("shop", csv({ sku: "Z" }));
    await world.push("shop", csv(...many(5)));
    expect(await world.runOf("shop", held.run)).toMatchObject({ state: "discarded" });
    expect(await world.product("Z")).toBeUndefined();
  });
}

function deltaContract(makeStore: () => Promise<Store>): void {
  it("changes prices and stock and no word of the copy, and the next full feed is the truth again", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.put("stock", delta);
    await world.push("shop", csv({ sku: "A" }, { sku: "B" }));
    const before = await world.product("A");
    const run = await world.push("stock", "sku,price,stock\nA,9.99,0\nB,12.50,3\n");
    expect(run).toMatchObject({ state: "done", read: 2, changed: 1, unchanged: 1, missing: 0, applied: 1 });
    const after = await world.product("A");
    expect(after).toEqual({ ...before, priceMinor: 999, stock: 0, updatedAt: after?.updatedAt });
    expect(await world.choose()).toEqual(["B"]);
    expect(await world.push("shop", csv({ sku: "A" }, { sku: "B" }))).toMatchObject({ changed: 1, unchanged: 1 });
    expect((await world.product("A"))?.stock).toBe(3);
  });

  it("changes only what a record names, and refuses what it does not know", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", table);
    await world.put("stock", delta);
    await world.push("shop", csv({ sku: "A" }));
    const run = await world.push("stock", "sku,price,stock\nA,,7\nNONE,1,1\nA,1,1\n,1,1\nA2,,\n");
    expect(run).toMatchObject({ read: 5, changed: 1, rejected: 4, created: 0 });
    expect(await world.product("A")).toMatchObject({ priceMinor: 1_250, stock: 7 });
    const rejects = await listRejects(world.store, run.run);
    expect(rejects.map(({ place }) => place).sort()).toEqual(["line 3", "line 4", "line 5", "line 6"]);
  });
}

function fetchContract(makeStore: () => Promise<Store>): void {
  const url = "https://feeds.shop.example/products.csv";
  const key: FeedHeader = { name: "Private-Token", value: "a-key-of-the-shop" };

  it("is asked with what its server said last, and taken over once", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, url });
    world.serve(({ headers }) =>
      headers["if-none-match"] === '"1"'
        ? answerOf(null, { status: 304 })
        : answerOf(csv({ sku: "A" }), { headers: { etag: '"1"', "last-modified": "Wed, 20 May 2026 09:00:00 GMT" } }),
    );
    expect(await world.fetch("shop")).toMatchObject({ state: "done", created: 1 });
    expect(await world.fetch("shop")).toMatchObject({ state: "unchanged", read: 0 });
    await world.put("shop", { ...table, url });
    expect(await world.fetch("shop")).toMatchObject({ state: "done", unchanged: 1 });
    expect(world.asked.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"', undefined]);
  });

  it("is fetched when its time comes; after a fault sooner, then later and later, with the last good one kept", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, url, schedule: { everyHours: 12 } });
    expect(await runDueFeeds(world.deps)).toBe(0);
    world.serve(() => answerOf(csv({ sku: "A" })));
    world.clock.advance(12 * HOUR_MS);
    expect(await runDueFeeds(world.deps)).toBe(1);
    expect(await world.live()).toEqual(["A"]);
    world.serve(() => answerOf("oh", { status: 500 }));
    world.clock.advance(12 * HOUR_MS);
    const pauses: number[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      await runDueFeeds(world.deps);
      const { nextRunAt } = await world.feedOf("shop");
      pauses.push(((nextRunAt ?? 0) - world.clock.now()) / MINUTE_MS);
      world.clock.set(nextRunAt ?? 0);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360]);
    expect(await world.live()).toEqual(["A"]);
    world.serve(() => answerOf(csv({ sku: "A" })));
    await runDueFeeds(world.deps);
    expect(await world.feedOf("shop")).toMatchObject({ failures: 0, nextRunAt: world.clock.now() + 12 * HOUR_MS });
  });

  it("that redirects to a private address is refused, and nothing is asked there", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, url });
    for (const location of [
      "http://169.254.169.254/latest/meta-data/",
      "https://[::ffff:10.0.0.1]/",
      "https://localhost/",
    ]) {
      world.asked.length = 0;
      world.serve(() => answerOf(null, { status: 302, headers: { location } }));
      const run = await world.fetch("shop");
      expect(run.state).toBe("failed");
      expect(run.fault).toContain("Nothing was fetched");
      expect(world.asked.length).toBe(1);
    }
  });

  it("sends the header that its server asks for to that host alone, also after a redirect", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, url }, key);
    world.serve(({ url: { hostname } }) =>
      hostname === "feeds.shop.example"
        ? answerOf(null, { status: 302, headers: { location: "https://cdn.elsewhere.example/products.csv" } })
        : answerOf(csv({ sku: "A" })),
    );
    expect(await world.fetch("shop")).toMatchObject({ state: "done", created: 1 });
    const told = world.asked.map(({ url: { hostname }, headers }) => [hostname, headers["private-token"]]);
    expect(told).toEqual([
      ["feeds.shop.example", key.value],
      ["cdn.elsewhere.example", undefined],
    ]);
  });

  it("keeps its header sealed, tells its name alone, and keeps it until it is taken away", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, url }, key);
    const rows = await world.store.read<Record<string, unknown>>({ sql: "select * from feeds", params: [] });
    const audit = await world.store.read<{ detail: string }>({ sql: "select detail from audit_log", params: [] });
    const told = JSON.stringify([viewOfFeed(await world.feedOf("shop")), audit]);
    const kept = rows.flatMap((row) => Object.values(row).map((value) => textOf(value)));
    expect([told, ...kept].filter((text) => text.includes(key.value))).toEqual([]);
    await world.put("shop", { ...table, url: `${url}?all=1` });
    expect(viewOfFeed(await world.feedOf("shop")).headerName).toBe("Private-Token");
    world.serve(() => answerOf(csv({ sku: "A" })));
    await world.fetch("shop");
    await world.put("shop", { ...table, url }, null);
    await world.fetch("shop");
    expect(world.asked.map(({ headers }) => headers["private-token"])).toEqual([key.value, undefined]);
    expect(viewOfFeed(await world.feedOf("shop")).headerName).toBeNull();
  });

  it("does not take its header along to another host, whoever changes the address, until it is said again", async () => {
    const world = await feedWorld(makeStore);
    await world.put("shop", { ...table, url }, key);
    const settings = feedBody.parse({ ...table, url: "https://thief.example/products.csv" });
    const moved = await putFeed({ deps: world.deps, actor, input: { code: "shop", settings } });
    expect(moved).toMatchObject({ ok: false, error: { code: "invalid_content", faults: [{ pointer: "/header" }] } });
    // Whatever stands in the row: the seal names the host.
    await world.store.write([
      { sql: "update feeds set settings = json_set(settings, '$.url', ?)", params: [settings.url ?? ""] },
    ]);
    world.serve(() => answerOf(csv({ sku: "A" })));
    await world.fetch("shop");
    expect(world.asked.map(({ url: { hostname }, headers }) => [hostname, headers["private-token"]])).toEqual([
      ["thief.example", undefined],
    ]);
    for (const name of ["Host", "Content-Length", "If-None-Match", "Proxy-Authorization", "a b", ""]) {
      expect([name, feedHeader.safeParse({ name, value: "x" }).success]).toEqual([name, false]);
    }
    for (const value of ["", "a\r\nHost: b", "ä", " a"])
      expect(feedHeader.safeParse({ ...key, value }).success).toBe(false);
  });

  it("can't be given an address that may not be asked, nor a schedule without an address", async () => {
    const world = await feedWorld(makeStore);
    const put = (settings: object) =>
      putFeed({ deps: world.deps, actor, input: { code: "shop", settings: feedBody.parse(settings) } });
    const refused = await put({ ...table, url: "https://10.0.0.1/feed.csv" });
    expect(refused).toMatchObject({ ok: false, error: { code: "invalid_content", faults: [{ pointer: "/url" }] } });
    expect(feedBody.safeParse({ ...table, schedule: { everyHours: 1 } }).success).toBe(false);
    expect(feedBody.safeParse({ ...table, mapping: { code: "sku" } }).error?.issues.length).toBe(5);
  });
}
