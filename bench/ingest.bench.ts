import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { authorize } from "#access/authorize.ts";
import { createKey } from "#access/create-key.ts";
import { failureLimit } from "#access/failure-limit.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { admission } from "#customers/ingest/admission.ts";
import { liftWriteKey } from "#customers/ingest/lift-write-key.ts";
import { ingestOperations, ingestPaths } from "#customers/ingest-operations.ts";
import { systemTimer } from "#entry/runtime.ts";
import { manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import { affinityProjector, mergeAffinities } from "#predict/affinity-projector.ts";
import { column, columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import { mountOperations } from "#web/mount-operations.ts";
import { sql, type SQL } from "drizzle-orm";
import { freshStore } from "../tests/worlds/fresh-store.ts";

export type IngestBench = {
  /** events a CPU second through the door ÷ events a CPU second of plain json_each inserts of the same rows */
  readonly ratioToRaw: number;
  readonly cpuMsPerEvent: number;
  readonly rawCpuMsPerEvent: number;
  readonly wallMsPerEvent: number;
  readonly events: number;
  readonly replays: number;
};

const BATCHES = 300;
const WARM_UP = 30;
const ITEMS = 100;
const CUSTOMERS = 3_000;
const REPLAYS = 5;
const NOW = Date.UTC(2026, 10, 22, 9);

/**
 * `/v1/batch` of 100 mixed events, from the request with its key to rows, indexes and projections in a database file, against
 * the same rows put in by bare `insert … select … from json_each(?)` that asks nothing. CPU time of the whole process; a
 * ratio within one run.
 */
export async function bench(): Promise<IngestBench> {
  const batches = makeBatches();
  const ours = await inFreshFile(async (store) => {
    const door = await openDoor(store);
    const cost = await measure((index) => door(batches[index]?.body ?? new Uint8Array()));
    await checkCounts(store, batches);
    return cost;
  });
  const raw = await inFreshFile((store) => measure((index) => insertRaw(store, batches[index]?.rows)));
  const events = BATCHES * ITEMS;
  return {
    ratioToRaw: raw.cpuMs / ours.cpuMs,
    cpuMsPerEvent: ours.cpuMs / events,
    rawCpuMsPerEvent: raw.cpuMs / events,
    wallMsPerEvent: ours.wallMs / events,
    events,
    replays: batches.reduce((sum, { replays }) => sum + replays, 0),
  };
}

type Item = Record<string, unknown> & { readonly messageId: string };
type Rows = Record<"customers" | "identities" | "attributes" | "events" | "purchases" | "lines", unknown[][]>;
type Batch = { readonly body: Uint8Array; readonly rows: Rows; readonly replays: number };

function makeBatches(): Batch[] {
  const random = seededRandom(7);
  const known = new Set<number>();
  let earlier: Item[] = [];
  return Array.from({ length: BATCHES + WARM_UP }, (_, batch) => {
    const rows: Rows = { customers: [], identities: [], attributes: [], events: [], purchases: [], lines: [] };
    const fresh: Item[] = [];
    const replayed = batch === 0 ? 0 : REPLAYS;
    for (let index = 0; index < ITEMS - replayed; index += 1) {
      const customer = 1 + randomInt(random, CUSTOMERS);
      const item = makeItem(batch * ITEMS + index, customer);
      fresh.push(item);
      pushRows(rows, item, { customer, isFirst: !known.has(customer) });
      known.add(customer);
    }
    const replays = earlier.slice(0, replayed);
    earlier = fresh.filter(() => random.next() < 0.5);
    const batchItems = [...fresh, ...replays];
    const body = JSON.stringify({ batch: batchItems, sentAt: new Date(NOW).toISOString(), writeKey: "x" });
    return { body: Buffer.from(body), rows, replays: replays.length };
  });
}

const kinds = ["identify", "track", "page", "order"] as const;

function makeItem(number: number, customer: number): Item {
  const head = {
    messageId: `node-next-${NOW}-${number}-5f2e8c1a`,
    userId: `C${customer}`,
    timestamp: new Date(NOW - number * 50).toISOString(),
    context: { library: { name: "@segment/analytics-node", version: "3.1.0" } },
    _metadata: { nodeVersion: "24.21.0" },
  };
  const kind = kinds[number % kinds.length];
  if (kind === "identify") {
    const traits = { firstName: "Ada", lastName: `Lot ${customer}`, tier: "gold", visits: number };
    return { ...head, type: "identify", traits: { ...traits, email: `c${customer}@people.example` } };
  }
  const product = { product_id: `P${number % 97}`, category: `cat-${number % 9}`, price: 12.95 };
  if (kind === "track") return { ...head, type: "track", event: "Product Viewed", properties: product };
  if (kind === "page")
    return { ...head, type: "page", name: "Garden", properties: { path: "/garden", title: "Garden" } };
  const products = [
    { ...product, quantity: 2 },
    { ...product, product_id: `Q${number % 31}`, quantity: 1 },
  ];
  const properties = { order_id: `O${number}`, total: 38.85, currency: "EUR", products };
  return { ...head, type: "track", event: "Order Completed", properties };
}

function pushRows(rows: Rows, item: Item, { customer, isFirst }: { customer: number; isFirst: boolean }): void {
  const at = Date.parse(String(item["timestamp"]));
  const properties = JSON.stringify(item["properties"] ?? {});
  const name = item["event"] ?? item["name"] ?? "identify";
  rows.events.push([item.messageId, customer, item["type"], name, null, null, properties, at, NOW, "web", ""]);
  if (isFirst) {
    const email = `c${customer}@people.example`;
    rows.customers.push([customer, `C${customer}`, "Ada", `Lot ${customer}`, email, `hash-of-${email}`, NOW, NOW]);
    rows.identities.push(["email", `hash-of-${email}`, email, customer, at, "web"]);
    rows.attributes.push([customer, NOW]);
  }
  const order = item["properties"] as { order_id?: string; products?: Array<{ product_id: string }> } | undefined;
  if (order?.order_id === undefined) return;
  const orderKey = `e-commerce:${order.order_id}`;
  rows.purchases.push([orderKey, customer, "EUR", 3885, at, NOW, "e-commerce", ""]);
  order.products?.forEach((product, index) => {
    rows.lines.push([orderKey, index + 1, customer, at, product.product_id, "cat", 1000, 1295]);
  });
}

const rawTables: ReadonlyArray<readonly [keyof Rows, string, number]> = [
  ["customers", "customers (id, code, first_name, last_name, email, email_hash, created_at, updated_at)", 8],
  ["identities", "identities (kind, hash, value, customer_id, at, source)", 6],
  ["attributes", "customer_attributes (customer_id, updated_at)", 2],
  [
    "events",
    `events (message_id, customer_id, kind, name, category, product_code, properties, at, received_at, source, channel)`,
    11,
  ],
  ["purchases", "purchases (order_key, customer_id, currency, total_minor, at, received_at, source, channel)", 8],
  [
    "lines",
    "purchase_lines (order_key, line_no, customer_id, at, product_code, category, quantity_milli, amount_minor)",
    8,
  ],
];

async function insertRaw(store: Store, rows: Rows | undefined): Promise<void> {
  if (rows === undefined) return;
  const statements: SQL[] = rawTables.flatMap(([name, into, width]) =>
    rows[name].length === 0
      ? []
      : [
          sql`insert into ${sql.raw(into)} select ${columns(width)} from ${jsonRows(rows[name])} where ${column(0)} <> ''`,
        ],
  );
  await store.write(statements);
}

async function openDoor(store: Store): Promise<(body: Uint8Array) => Promise<void>> {
  const clock = manualClock(NOW);
  const deps: CustomerDeps = {
    store,
    clock,
    ids: idsFrom(clock, (count) => new Uint8Array(count)),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    defaultCountry: "GB",
    projectors: [affinityProjector()],
    mergers: [mergeAffinities],
  };
  const actor = { kind: "system", id: "bench" } as const;
  const common = { label: "", visibleTo: ["operator"] } as const;
  await declareAttribute({ deps, actor, input: { name: "tier", type: "string", ...common } });
  await declareAttribute({ deps, actor, input: { name: "visits", type: "int", ...common } });
  const scopes = ["ingest", "ingest:trusted"] as const;
  const made = await createKey({ deps, actor: { ...actor, scopes }, input: { name: "bench", scopes } });
  if (!made.ok) throw new Error("The bench got no key.");
  const app = appOf(deps);
  const headers = {
    authorization: `Basic ${Buffer.from(`${made.value.key}:`).toString("base64")}`,
    "content-type": "application/json",
  };
  return async (body) => {
    const answer = await app.request("https://bench.example/v1/batch", {
      method: "POST",
      headers,
      body: new Uint8Array(body),
    });
    const { rejected } = (await answer.json()) as { rejected: unknown[] };
    if (answer.status !== 200 || rejected.length > 0) throw new Error("A good batch was refused.");
  };
}

/** The door as a station has it: key look-up, write-key lifting, admission, body reading and answer included. */
function appOf(deps: CustomerDeps): Hono {
  const app = new Hono();
  const gate = {
    ...deps,
    publicUrl: "https://bench.example",
    failures: failureLimit(deps.clock, 10),
    addressOf: () => "",
    findSession: async () => undefined,
  };
  for (const path of ingestPaths) app.use(path, liftWriteKey(systemTimer));
  mountOperations(app, {
    operations: ingestOperations({ ...deps, timer: systemTimer, admission: admission(64) }),
    authorize: (request, scope) => authorize(gate, request, scope),
    timer: systemTimer,
  });
  return app;
}

async function measure(work: (index: number) => Promise<void>): Promise<{ cpuMs: number; wallMs: number }> {
  for (let index = 0; index < WARM_UP; index += 1) await work(index);
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let index = WARM_UP; index < BATCHES + WARM_UP; index += 1) await work(index);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - start };
}

/** A fast wrong answer is none: every new event, order and line is there, and no replay is there twice. */
async function checkCounts(store: Store, batches: readonly Batch[]): Promise<void> {
  const expected = {
    events: batches.reduce((sum, { rows }) => sum + rows.events.length, 0),
    purchases: batches.reduce((sum, { rows }) => sum + rows.purchases.length, 0),
    purchase_lines: batches.reduce((sum, { rows }) => sum + rows.lines.length, 0),
  };
  for (const [table, count] of Object.entries(expected)) {
    const [row] = await store.read({ sql: `select count(*) as n from ${table}`, params: [] });
    if (row?.["n"] !== count) throw new Error(`${table} has not the ${count} rows that were sent.`);
  }
}

async function inFreshFile<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ingest-"));
  const store = await freshStore(`file:${join(folder, "bench.db")}`);
  try {
    return await work(store);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
