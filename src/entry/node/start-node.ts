import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { channelsOf, type OpenChannels } from "#entry/channels-of.ts";
import { compose, type Jumpstation, type StationParts } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";
import { type Log, levelOf } from "#entry/log-line.ts";
import { createMetrics, type Metrics } from "#entry/metrics/metrics.ts";
import { FileJournal } from "#entry/journal/file-journal.ts";
import { makeFirstOperator } from "#entry/make-first-operator.ts";
import { type FileOwner, ownFile } from "#entry/own-file.ts";
import { emailPartsOf } from "#entry/email-deps-of.ts";
import { pushLineOf } from "#entry/push-of.ts";
import { outgoingOf } from "#entry/outgoing-of.ts";
import { oldLinkKeys, policyOf } from "#entry/policy-of.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { systemBytes, systemClock, systemRandom, systemTimer } from "#entry/runtime.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { canConfirm } from "#entry/forms-of.ts";
import { mailHosts } from "#entry/mail-hosts.ts";
import { plantForms } from "#entry/plant-forms.ts";
import { seedTemplates } from "#entry/seed-templates.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretFrom } from "#kernel/secret.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { migrate } from "#store/migrate.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import { memoryLine, type SmsLine, twilioLineOf } from "#entry/sms-of.ts";
import { countedChannels } from "./counted-channels.ts";
import { fastLane } from "./fast-lane.ts";
import { startFileDrop } from "./start-file-drop.ts";
import { folderImages } from "./images/folder-images.ts";
import { openImageThread } from "./images/open-image-thread.ts";
import { nodeTransport } from "./node-transport.ts";
import { openScratch } from "./open-scratch.ts";
import { openLookUps } from "./open-look-ups.ts";
import { processGauges } from "./process-gauges.ts";
import { incomingReader, requestReader } from "./read-request.ts";
import { startEngines } from "./start-engines.ts";
import { nameServers } from "./name-servers.ts";
import { openDataThread } from "./thread/open-data-thread.ts";

export type NodeStation = { readonly station: Jumpstation; readonly port: number; stop(): Promise<void> };
export type StartSettings = {
  readonly config: Config;
  readonly log: Log;
  readonly onLost: (cause: unknown) => void;
  /** In place of the configured ones. */
  readonly channels?: OpenChannels;
  /** How texts leave, instead of what the configuration says. */
  readonly sms?: SmsLine;
  /** Puts more on the app before it listens. */
  readonly mountMore?: (station: Jumpstation) => void;
};

/** Somebody else has the database or the journal. Its message says who. */
export class DatabaseHeld extends Error {
  override readonly name = "DatabaseHeld";
}

/** Opens the database, takes up what an earlier process left, and serves until it is stopped. */
export async function startNode(settings: StartSettings): Promise<NodeStation> {
  const { config } = settings;
  const metrics = createMetrics();
  const log = countingLog(settings.log, metrics);
  const release = await own(config);
  const rootKey = Buffer.from(config.ROOT_KEY, "base64url");
  const store = await openStore(settings, rootKey);
  const lookUps = await openLookUps(config.DATABASE_URL, store);
  const journal = openJournal(config, rootKey);
  const outgoing = outgoingOf(config, nodeTransport(), systemTimer);
  const { channels, mailbox } = settings.channels ?? channelsOf(config, { clock: systemClock, outgoing });
  const pictures = openImageThread(systemTimer);
  const gauges = processGauges(config);
  const counters = new Map<string, number>();
  const station = compose({
    ...partsOf(config, { store, rootKey, log, outgoing }),
    sms: smsOf(settings, outgoing, mailbox !== undefined),
    renderImage: pictures.renderImage,
    receivesMail: mailHosts({ servers: nameServers(), clock: systemClock, timer: systemTimer }),
    lookUps,
    channels: countedChannels(channels, metrics),
    journal,
    count: (what) => {
      counters.set(what, (counters.get(what) ?? 0) + 1);
      metrics.trouble(`jumpstation_${what}`);
    },
    ...toldTo({ log, metrics, config }),
    metricsText: (families) => metrics.text([...families, ...gauges.read()]),
    ...(mailbox === undefined ? {} : { mailbox }),
  });
  // This process owns the file: whatever is leased belongs to one that is gone.
  await recoverMessages(station.messages, config.DATABASE_URL.startsWith("file:") ? "all" : "expired");
  await makeFirstOperator(station, config);
  await seedTemplates(station.customers, readTemplates(join(import.meta.dirname, "../../../templates")));
  await plantForms({ ...station.customers, canConfirm: canConfirm({ store, publicUrl: config.PUBLIC_URL }) });
  settings.mountMore?.(station);
  const stopEngines = startEngines({ station, log, metrics, counters });
  const stopFileDrop = startFileDrop({ config, log, station, trouble: metrics.trouble });
  const server = await listen(station, config, metrics);
  return {
    station,
    port: server.port,
    stop: async () => {
      await server.close();
      await stopEngines();
      await stopFileDrop();
      await pictures.close();
      gauges.stop();
      journal.close();
      for (const channel of channels.values()) await channel.close();
      await lookUps.close();
      await store.close();
      await release();
    },
  };
}

function openJournal({ JOURNAL_FOLDER: folder }: Config, rootKey: Uint8Array): FileJournal {
  const key = secretFrom(rootKey).keyFor("click-journal/1");
  return new FileJournal({ folder, key, run: `${systemClock.now().toString(36)}-${process.pid}` });
}

/** Where e-mail stays here texts stay too; a server that sends mail never throws texts away in silence. */
function smsOf({ sms, config }: StartSettings, outgoing: OutgoingDeps, isTrial: boolean): SmsLine | undefined {
  return sms ?? twilioLineOf(config, systemClock, outgoing) ?? (isTrial ? memoryLine() : undefined);
}

/** Troubles are counted beside their line. */
function countingLog(log: Log, metrics: Metrics): Log {
  return (event, detail) => {
    if (levelOf(event) !== "info") metrics.trouble(event);
    log(event, detail);
  };
}

type AnsweredTo = { readonly log: Log; readonly metrics: Metrics; readonly config: Config };

function toldTo({
  log,
  metrics,
  config: { LOG_REQUESTS: which },
}: AnsweredTo): Pick<StationParts, "onReport" | "onAnswered"> {
  return {
    onReport: metrics.report,
    onAnswered: (answered) => {
      metrics.request(answered);
      metrics.requestSeconds(answered, answered.ms / 1_000);
      if (which === "all" || (which === "failed" && answered.status >= 500)) log("request", answered);
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

type Opened = {
  readonly store: Store;
  readonly rootKey: Uint8Array;
  readonly log: Log;
  readonly outgoing: OutgoingDeps;
};

function partsOf(
  config: Config,
  { store, rootKey, log, outgoing }: Opened,
): Omit<StationParts, "channels" | "journal" | "count" | "onAnswered" | "metricsText" | "renderImage"> {
  return {
    store,
    log,
    clock: systemClock,
    timer: systemTimer,
    outgoing,
    images: folderImages(config.IMAGE_FOLDER),
    random: systemRandom,
    ids: idsFrom(systemClock, systemBytes),
    secret: secretFrom(rootKey),
    publicUrl: config.PUBLIC_URL.replace(/\/$/, ""),
    homeUrl: config.HOME_URL,
    defaultCountry: config.DEFAULT_COUNTRY,
    linkKey: config.LINK_KEY,
    linkKeysOld: oldLinkKeys(config.LINK_KEYS_OLD),
    policy: policyOf(config),
    push: pushLineOf(config, outgoing),
    ...emailPartsOf(config),
    readRequest: requestReader(config.PROXY_HOPS),
    // Of a server's database there may be other processes elsewhere, with the same number: names must never meet.
    workerName: `node-${process.pid}-${Buffer.from(systemBytes(9)).toString("base64url")}`,
    sendBatch: config.SEND_BATCH,
    openScratch,
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

const HEADERS_TIMEOUT_MS = 10 * SECOND_MS;
/** For a feed or a table that is read as it streams; a body that is read whole has its own, shorter time (read-body.ts). */
const REQUEST_TIMEOUT_MS = 30 * 60 * SECOND_MS;

type Listening = { readonly port: number; close(): Promise<void> };

function listen(station: Jumpstation, config: Config, metrics: Metrics): Promise<Listening> {
  const lane = {
    ...station.follow,
    readIncoming: incomingReader(config.PROXY_HOPS),
    onRedirected: (ms: number) => metrics.redirect(ms / 1_000),
  };
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
