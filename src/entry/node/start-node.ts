import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { channelsOf, type OpenChannels } from "#entry/channels-of.ts";
import { compose, type Jumpstation, type StationParts } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";
import { FileJournal } from "#entry/journal/file-journal.ts";
import { makeFirstOperator } from "#entry/make-first-operator.ts";
import { type FileOwner, ownFile } from "#entry/own-file.ts";
import { oldLinkKeys, policyOf } from "#entry/policy-of.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { systemBytes, systemClock, systemRandom, systemTimer } from "#entry/runtime.ts";
import { seedTemplates } from "#entry/seed-templates.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { migrate, type Migration } from "#store/migrate.ts";
import type { Store } from "#store/store.ts";
import { startClockwork } from "./clockwork.ts";
import { fastLane } from "./fast-lane.ts";
import { openLookUps } from "./open-look-ups.ts";
import { incomingReader, requestReader } from "./read-request.ts";
import { openDataThread } from "./thread/open-data-thread.ts";

type Log = (event: string, detail: Readonly<Record<string, string | number>>) => void;
export type NodeStation = { readonly station: Jumpstation; readonly port: number; stop(): Promise<void> };
export type StartSettings = {
  readonly config: Config;
  readonly log: Log;
  readonly onLost: (cause: unknown) => void;
  /** In place of the configured ones. */
  readonly channels?: OpenChannels;
  /** Puts more on the app before it listens. */
  readonly mountMore?: (station: Jumpstation) => void;
};

const TICK_EVERY_MS = 5 * SECOND_MS;

/** Somebody else has the database or the journal. Its message says who. */
export class DatabaseHeld extends Error {
  override readonly name = "DatabaseHeld";
}

/** Opens the database, takes up what an earlier process left, and serves until it is stopped. */
export async function startNode(settings: StartSettings): Promise<NodeStation> {
  const { config, log } = settings;
  const release = await own(config);
  const rootKey = Buffer.from(config.ROOT_KEY, "base64url");
  const store = await openStore(settings, rootKey);
  const lookUps = await openLookUps(config.DATABASE_URL, store);
  const journal = new FileJournal({
    folder: config.JOURNAL_FOLDER,
    key: secretFrom(rootKey).keyFor("click-journal/1"),
    run: `${systemClock.now().toString(36)}-${process.pid}`,
  });
  const { channels, mailbox } = settings.channels ?? channelsOf(config);
  const counters = new Map<string, number>();
  const station = compose({
    ...partsOf(config, { store, rootKey, log }),
    lookUps,
    channels,
    journal,
    count: (what) => counters.set(what, (counters.get(what) ?? 0) + 1),
    ...(mailbox === undefined ? {} : { mailbox }),
  });
  // This process owns the file: whatever is leased belongs to one that is gone.
  await recoverMessages(station.messages, config.DATABASE_URL.startsWith("file:") ? "all" : "expired");
  await makeFirstOperator(station, config);
  await seedTemplates(station.customers, readTemplates(join(import.meta.dirname, "../../../templates")));
  settings.mountMore?.(station);
  const stopClockwork = startClockwork({
    timer: systemTimer,
    tickDeps: station.tickDeps,
    everyMs: TICK_EVERY_MS,
    onTick: (report) => {
      log("tick", { ...report, ...Object.fromEntries(counters) });
      counters.clear();
    },
    onFault: (cause) => log("tick_failed", { name: cause instanceof Error ? cause.name : "unknown" }),
  });
  const server = await listen(station, config);
  return {
    station,
    port: server.port,
    stop: async () => {
      await server.close();
      await stopClockwork();
      journal.close();
      for (const channel of channels.values()) await channel.close();
      await lookUps.close();
      await store.close();
      await release();
    },
  };
}

/** The database on its own thread, with the schema of this version and the clicks of earlier processes in it. */
async function openStore({ config, onLost }: StartSettings, rootKey: Uint8Array): Promise<Store> {
  const token = config.DATABASE_AUTH_TOKEN === undefined ? {} : { authToken: config.DATABASE_AUTH_TOKEN };
  const thread = openDataThread(
    {
      url: config.DATABASE_URL,
      rootKey,
      journalFolder: config.JOURNAL_FOLDER,
      defaultCountry: config.DEFAULT_COUNTRY,
      ...token,
    },
    onLost,
  );
  await migrate(thread.store, readMigrations());
  await thread.startClicks();
  return thread.store;
}

type Opened = { readonly store: Store; readonly rootKey: Uint8Array; readonly log: Log };

function partsOf(
  config: Config,
  { store, rootKey, log }: Opened,
): Omit<StationParts, "channels" | "journal" | "count"> {
  return {
    store,
    log,
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    ids: idsFrom(systemClock, systemBytes),
    secret: secretFrom(rootKey),
    publicUrl: config.PUBLIC_URL.replace(/\/$/, ""),
    homeUrl: config.HOME_URL,
    defaultCountry: config.DEFAULT_COUNTRY,
    linkKey: config.LINK_KEY,
    linkKeysOld: oldLinkKeys(config.LINK_KEYS_OLD),
    policy: policyOf(config),
    readRequest: requestReader(config.PROXY_HOPS),
    workerName: `node-${process.pid}`,
    sendBatch: config.SEND_BATCH,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/** A database file and a journal folder have one process each; what one of them refuses, the other gives back. */
async function own({ DATABASE_URL: url, JOURNAL_FOLDER: folder }: Config): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true });
  const owned: FileOwner[] = [];
  const release = async () => {
    for (const owner of owned) await owner.release();
  };
  const things = [
    ...(url.startsWith("file:") ? [{ path: url.slice("file:".length), name: `database ${url}` }] : []),
    { path: join(folder, "journal"), name: `click journal ${folder}` },
  ];
  for (const { path, name } of things) {
    const owner = await ownFile(path);
    if ("release" in owner) {
      owned.push(owner);
      continue;
    }
    await release();
    throw new DatabaseHeld(`The ${name} is in use by ${owner.heldBy}: each process needs one of its own.`);
  }
  return release;
}

/** The files of src/store/migrations, in their order. */
export function readMigrations(): readonly Migration[] {
  const folder = join(import.meta.dirname, "../../store/migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return files.sort().map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));
}

const HEADERS_TIMEOUT_MS = 10 * SECOND_MS;
const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;

type Listening = { readonly port: number; close(): Promise<void> };

function listen(station: Jumpstation, config: Config): Promise<Listening> {
  const lane = { ...station.follow, readIncoming: incomingReader(config.PROXY_HOPS) };
  const listener = fastLane(
    lane,
    getRequestListener((request, env) => station.app.fetch(request, env)),
  );
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, listener);
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(config.PORT, config.HOST, () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : config.PORT;
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeIdleConnections();
        });
      resolve({ port, close });
    });
  });
}
