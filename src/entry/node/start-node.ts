import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { projectClicks } from "#clicks/project-clicks.ts";
import { channelsOf } from "#entry/channels-of.ts";
import { compose, type Jumpstation } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";
import { FileJournal, leftClicks } from "#entry/journal/file-journal.ts";
import { ownFile } from "#entry/own-file.ts";
import { oldLinkKeys, policyOf } from "#entry/policy-of.ts";
import { systemBytes, systemClock, systemRandom, systemTimer } from "#entry/runtime.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { type Secret, secretFrom } from "#kernel/secret.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { migrate, type Migration } from "#store/migrate.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import { startClockwork } from "./clockwork.ts";
import { requestReader } from "./read-request.ts";

export type Log = (event: string, detail: Readonly<Record<string, string | number>>) => void;
export type NodeStation = { readonly station: Jumpstation; readonly port: number; stop(): Promise<void> };
export type StartSettings = { readonly config: Config; readonly log: Log; readonly onLost: (cause: unknown) => void };

const TICK_EVERY_MS = 5 * SECOND_MS;
const PROJECT_EVERY_MS = 250;

/** Somebody else has the database. Its message says who. */
export class DatabaseHeld extends Error {
  override readonly name = "DatabaseHeld";
}

/** Opens the database, takes up what an earlier process left, and serves until it is stopped. */
export async function startNode(settings: StartSettings): Promise<NodeStation> {
  const { config, log } = settings;
  const release = await own(config.DATABASE_URL);
  const store = await openStore(settings);
  const secret = secretFrom(Buffer.from(config.ROOT_KEY, "base64url"));
  const journal = await openJournal({ config, store, secret });
  const { channels, mailbox } = channelsOf(config);
  const station = compose({
    store,
    clock: systemClock,
    timer: systemTimer,
    random: systemRandom,
    ids: idsFrom(systemClock, systemBytes),
    secret,
    channels,
    journal,
    log,
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
    ...(mailbox === undefined ? {} : { mailbox }),
  });
  // This process owns the file: whatever is leased belongs to one that is gone.
  await recoverMessages(station.messages, config.DATABASE_URL.startsWith("file:") ? "all" : "expired");
  const clockwork = startClockwork({
    timer: systemTimer,
    tickDeps: station.tickDeps,
    projectDeps: { store, secret },
    journal,
    tickEveryMs: TICK_EVERY_MS,
    projectEveryMs: PROJECT_EVERY_MS,
    onTick: (report) => log("tick", report),
    onFault: (round, cause) => log("round_failed", { round, name: cause instanceof Error ? cause.name : "unknown" }),
  });
  const server = await listen(station, config);
  return {
    station,
    port: server.port,
    stop: async () => {
      await server.close();
      await clockwork.stop();
      journal.close();
      for (const channel of channels.values()) await channel.close();
      await store.close();
      await release();
    },
  };
}

async function own(url: string): Promise<() => Promise<void>> {
  if (!url.startsWith("file:")) return async () => undefined;
  const owner = await ownFile(url.slice("file:".length));
  if ("release" in owner) return owner.release;
  throw new DatabaseHeld(`The database ${url} is in use by ${owner.heldBy}: one process owns a file.`);
}

async function openStore({ config, onLost }: StartSettings): Promise<Store> {
  const { DATABASE_URL, DATABASE_AUTH_TOKEN } = config;
  const token = DATABASE_AUTH_TOKEN === undefined ? {} : { authToken: DATABASE_AUTH_TOKEN };
  const store = await openLibsql({ url: DATABASE_URL, onLost, ...token });
  await migrate(store, readMigrations());
  return store;
}

/** The files of src/store/migrations, in their order. */
export function readMigrations(): readonly Migration[] {
  const folder = join(import.meta.dirname, "../../store/migrations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return files.sort().map((name) => ({ name, sql: readFileSync(join(folder, name), "utf8") }));
}

type JournalParts = { readonly config: Config; readonly store: Store; readonly secret: Secret };

/** Clicks that an earlier process answered and did not bring into the database come first. */
async function openJournal({ config, store, secret }: JournalParts): Promise<FileJournal> {
  const folder = config.JOURNAL_FOLDER;
  const key = secret.keyFor("click-journal/1");
  const left = leftClicks(folder, key);
  await projectClicks({ store, secret }, left.clicks);
  left.done();
  return new FileJournal({ folder, key, run: `${systemClock.now().toString(36)}-${process.pid}` });
}

const HEADERS_TIMEOUT_MS = 10 * SECOND_MS;
const REQUEST_TIMEOUT_MS = 30 * SECOND_MS;

type Listening = { readonly port: number; close(): Promise<void> };

function listen(station: Jumpstation, config: Config): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: station.app.fetch,
        hostname: config.HOST,
        port: config.PORT,
        serverOptions: { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
      },
      ({ port }) => {
        const close = () => new Promise<void>((done) => server.close(() => done()));
        resolve({ port, close });
      },
    );
    server.on("error", reject);
  });
}
