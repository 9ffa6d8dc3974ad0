import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blankStation } from "#entry/docs/blank-station.ts";
import { openLookUps } from "#entry/node/open-look-ups.ts";
import { openDataThread } from "#entry/node/thread/open-data-thread.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import { HOUR_MS } from "#kernel/clock.ts";
import { secretFrom } from "#kernel/secret.ts";
import { sessionHash } from "#me/enter/own-session.ts";
import type { Store } from "#store/store.ts";
import { cpuClock, round } from "./kit/measure.ts";
import { customersAsked, liveLong, ownBenchWorld } from "./kit/own-world.ts";
import { NOW } from "./kit/segment-world.ts";

const ORIGIN = "https://news.vendor.example";
const PAGES = ["/me", "/me/data", "/me/messages", "/me/consents"] as const;
const READERS = 200;
const PER_SECOND = 20;
const SECONDS = 15;
/** Facts of one batch: what an import writes at a time. */
const PIECE = 1_000;
const rootKey = new Uint8Array(32).fill(7);
const secret = secretFrom(rootKey);

/**
 * Pages of customers' own sites at a steady rate while the data thread takes one batch of facts after the other, as it does
 * under an import. A page counts from when it was to be asked for. How many customers there are says BENCH_CUSTOMERS.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "own-page-bench-"));
  try {
    const customers = customersAsked();
    const url = `file:${join(folder, "own.db")}`;
    const tokens = await fill(url, customers);
    mkdirSync(join(folder, "journal"));
    const thread = openDataThread(
      { url, rootKeys: { newest: rootKey, older: [] }, journalFolder: join(folder, "journal"), defaultCountry: "GB" },
      () => process.exit(70),
    );
    const lookUps = await openLookUps(url, thread.store);
    const { station } = await blankStation({
      store: thread.store,
      lookUps,
      secret,
      clock: systemClock,
      publicUrl: ORIGIN,
    });
    const open = (index: number) => openPage(station.app, tokens[index % READERS] ?? "", index);
    for (let index = 0; index < 40; index += 1) await open(index);
    const alone = await pagesAlone(open);
    const busy = await pagesBusy(thread.store, open);
    await lookUps.close();
    await thread.store.close();
    return { customers, ...busy, cpuMsPerPage: alone.cpuMsPerPage, aloneP95Ms: alone.p95Ms };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Readers all over the table, a tenth of them with a long life; gives their cookies. */
async function fill(url: string, customers: number): Promise<readonly string[]> {
  const store = await ownBenchWorld(url, customers);
  const tokens: string[] = [];
  for (let reader = 0; reader < READERS; reader += 1) {
    const id = 1 + Math.floor((customers - 1) * (reader / READERS));
    const token = randomBytes(24).toString("base64url");
    tokens.push(token);
    if (reader % 10 === 0) await liveLong(store, secret, { customerId: id, facts: 1_000, messages: 100 });
    await store.write([
      {
        sql: "insert into own_sessions (id_hash, customer_id, begun_at, ends_at) values (?, ?, ?, ?)",
        params: [sessionHash(secret, token), id, systemClock.now(), systemClock.now() + HOUR_MS],
      },
    ]);
  }
  await store.close();
  return tokens;
}

type App = { request(path: string, init: RequestInit): Response | Promise<Response> };

async function openPage(app: App, token: string, index: number): Promise<void> {
  const path = PAGES[index % PAGES.length] ?? "/me";
  const answer = await app.request(`${ORIGIN}${path}`, { headers: { cookie: `__Host-me=${token}` } });
  const text = await answer.text();
  if (answer.status !== 200 || text === "") throw new Error(`${path}: ${answer.status}`);
}

type Open = (index: number) => Promise<void>;

async function pagesAlone(open: Open) {
  const latencies: number[] = [];
  const used = cpuClock();
  for (let index = 0; index < 400; index += 1) {
    const from = performance.now();
    await open(index);
    latencies.push(performance.now() - from);
  }
  return { cpuMsPerPage: round(used().cpuMs / 400, 2), p95Ms: round(quantile(latencies, 0.95), 1) };
}

async function pagesBusy(store: Store, open: Open) {
  const state = { isOver: false, written: 0 };
  const writing = writeOn(store, state);
  const latencies: number[] = [];
  const asked: Array<Promise<void>> = [];
  const startedAt = performance.now();
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    const due = startedAt + (index * 1_000) / PER_SECOND;
    await waitUntil(due);
    asked.push(open(index).then(() => void latencies.push(performance.now() - due)));
  }
  await Promise.all(asked);
  const seconds = (performance.now() - startedAt) / 1_000;
  state.isOver = true;
  await writing;
  return {
    p95Ms: round(quantile(latencies, 0.95), 1),
    p50Ms: round(quantile(latencies, 0.5), 1),
    maxMs: round(Math.max(...latencies), 1),
    pages: latencies.length,
    factsPerSecondMeanwhile: Math.round(state.written / seconds),
  };
}

/** One batch after the other, without a pause between them. */
async function writeOn(store: Store, state: { readonly isOver: boolean; written: number }): Promise<void> {
  for (let piece = 0; !state.isOver; piece += 1) {
    await store.write([
      {
        sql: `insert into events (message_id, customer_id, kind, name, category, properties, at, received_at, source)
          select 'busy-' || ? || '-' || value, 1 + (value * 7919 + ? * 104729) % 50000, 'track', 'Product Viewed', 'garden', '{}', ?, ?, 'bench'
          from json_each(?)`,
        params: [piece, piece, NOW, NOW, JSON.stringify(Array.from({ length: PIECE }, (_, index) => index))],
      },
    ]);
    state.written += PIECE;
  }
}

function waitUntil(at: number): Promise<void> {
  return new Promise((resolve) => systemTimer.after(Math.max(0, at - performance.now()), resolve));
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
