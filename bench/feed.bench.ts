import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { feedBody } from "#catalogue/feeds/feed.ts";
import type { FeedDeps } from "#catalogue/feeds/feed-deps.ts";
import { findFeed } from "#catalogue/feeds/find-feed.ts";
import { putFeed } from "#catalogue/feeds/put-feed.ts";
import { pushRun } from "#catalogue/feeds/run/push-run.ts";
import { findRun } from "#catalogue/feeds/run/run-rows.ts";
import { putSetting } from "#catalogue/settings.ts";
import { noOutgoing } from "#entry/no-outgoing.ts";
import { secretFrom } from "#kernel/secret.ts";
import { systemClock } from "#entry/runtime.ts";
import type { Statement, Store } from "#store/store.ts";
import { freshStore } from "../tests/worlds/fresh-store.ts";

const PRODUCTS = 100_000;
const actor = { kind: "system", id: "bench", scopes: [] } as const;

type Form = "csv" | "xml";
type Turn = { readonly form: Form; readonly price: number; readonly count?: number };

/**
 * A feed of 100,000 product sets with two languages into a database file: all new, all as before, one in a hundred changed,
 * and stock alone. CPU time of the whole
 * process with its SQL; a batch is what any other writer waits for.
 */
export async function bench(): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), "feed-"));
  try {
    const store = await freshStore(`file:${join(folder, "bench.db")}`);
    const batches: number[] = [];
    const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
    const secret = secretFrom(new Uint8Array(32).fill(7));
    const world = { store: timed(store, batches), clock: systemClock, secret, outgoing: noOutgoing, breathe };
    const figures: Record<string, number> = { products: PRODUCTS };
    const note = async (name: string, work: () => Promise<number>) => {
      batches.length = 0;
      globalThis.gc?.();
      const before = { at: performance.now(), cpu: process.cpuUsage() };
      const peak = watchMemory();
      const done = await work();
      const { user, system } = process.cpuUsage(before.cpu);
      figures[`${name}CpuMsPerThousand`] = Math.round((user + system) / done);
      figures[`${name}Seconds`] = Math.round((performance.now() - before.at) / 100) / 10;
      const sorted = batches.toSorted((a, b) => a - b);
      figures[`${name}BatchP50Ms`] = Math.round(sorted[sorted.length >> 1] ?? 0);
      figures[`${name}BatchP99Ms`] = Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0);
      figures[`${name}MemoryMiB`] = peak();
    };
    await declare(world);
    await note("newCsv", () => push(world, { form: "csv", price: 1_250 }));
    await note("sameCsv", () => push(world, { form: "csv", price: 1_250 }));
    await push(world, { form: "xml", price: 1_250 });
    await note("sameXml", () => push(world, { form: "xml", price: 1_250 }));
    await note("fewChangedXml", () => push(world, { form: "xml", price: 1_250, count: 1_000 }));
    await note("stock", () => pushStock(world));
    await store.close();
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function timed(store: Store, batches: number[]): Store {
  return {
    ...store,
    write: async <T>(statements: readonly Statement[]) => {
      const from = performance.now();
      const rows = await store.write<T>(statements);
      batches.push(performance.now() - from);
      return rows;
    },
  };
}

/** The most that the process held beyond what it held before, in MiB. */
function watchMemory(): () => number {
  const base = process.memoryUsage().rss;
  let most = base;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  return () => {
    clearInterval(timer);
    return Math.round((most - base) / 1_048_576);
  };
}

async function declare(deps: FeedDeps): Promise<void> {
  await deps.store.write([putSetting("hosts", ["shop.example"], 0)]);
  const mapping = { like: "google-merchant", copy: [{ locale: "de", title: "title_de", body: "body_de" }] };
  for (const form of ["csv", "xml"] as const) {
    const settings = feedBody.parse({ title: form, form: { kind: form }, images: "link", mapping });
    await putFeed({ deps, actor, input: { code: form, settings } });
  }
  const stock = { title: "stock", mode: "delta", form: { kind: "csv" }, mapping: { code: "id", stock: "quantity" } };
  await putFeed({ deps, actor, input: { code: "stock", settings: feedBody.parse(stock) } });
}

async function push(deps: FeedDeps, turn: Turn): Promise<number> {
  return run(deps, turn.form, turn.form === "csv" ? csv(turn) : xml(turn));
}

async function run(deps: FeedDeps, code: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  const feed = await findFeed(deps.store, code);
  if (feed === undefined) throw new Error("no feed");
  const started = await pushRun({ deps, actor, feed, bytes, isDry: false });
  const row = started.ok ? await findRun(deps.store, feed.id, started.value) : undefined;
  if (row?.state !== "done" || row.read !== PRODUCTS || row.rejected > 0) throw new Error(JSON.stringify(row));
  return row.read;
}

const body =
  "Made to be used and mended: an ash handle, a forged blade, and a tread that is wide enough for boots. ".repeat(3);
const columns = [
  "id",
  "title",
  "description",
  "title_de",
  "body_de",
  "link",
  "image_link",
  "price",
  "availability",
  "product_type",
];

function fieldsOf(index: number, { price, count = 0 }: Turn): readonly string[] {
  const id = `SKU-${index}`;
  const amount = ((price + (index % PRODUCTS < count ? 1 : 0)) / 100).toFixed(2);
  return [
    id,
    `Border spade ${index}`,
    body,
    `Spaten ${index}`,
    body,
    `https://shop.example/products/${id}`,
    `https://cdn.shop.example/${id}.jpg`,
    `${amount} EUR`,
    "in_stock",
    `Home > Garden > Kind ${index % 40}`,
  ];
}

async function* csv(turn: Turn): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${columns.join(",")}\n`);
  yield* lines(
    (index) =>
      `${fieldsOf(index, turn)
        .map((text) => `"${text}"`)
        .join(",")}\n`,
  );
}

async function* xml(turn: Turn): AsyncGenerator<Uint8Array> {
  yield Buffer.from('<rss xmlns:g="http://base.google.com/ns/1.0"><channel>');
  yield* lines((index) => {
    const fields = fieldsOf(index, turn);
    const elements = columns.map((name, at) => {
      const tag = name.endsWith("_de") ? name : `g:${name}`;
      return `<${tag}>${(fields[at] ?? "").replaceAll(">", "&gt;")}</${tag}>`;
    });
    return `<item>${elements.join("")}</item>\n`;
  });
  yield Buffer.from("</channel></rss>");
}

async function pushStock(deps: FeedDeps): Promise<number> {
  async function* stock() {
    yield Buffer.from("id,quantity\n");
    yield* lines((index) => `SKU-${index},${index % 7}\n`);
  }
  return run(deps, "stock", stock());
}

async function* lines(line: (index: number) => string): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < PRODUCTS; from += 100) {
    yield Buffer.from(Array.from({ length: 100 }, (_, index) => line(from + index)).join(""));
  }
}
