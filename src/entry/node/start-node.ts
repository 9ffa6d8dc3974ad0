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
import { consulting } from "#entry/doctor/consult.ts";
import { nodeMachine } from "#entry/doctor/host/node-machine.ts";
import { makeFirstOperator } from "#entry/make-first-operator.ts";
import { type FileOwner, ownFile } from "#entry/own-file.ts";
import { emailPartsOf } from "#entry/email-deps-of.ts";
import { type PushLine, pushLineOf } from "#entry/push-of.ts";
import { outgoingOf } from "#entry/outgoing-of.ts";
import { oldLinkKeys, policyOf } from "#entry/policy-of.ts";
import { trafficOf } from "#entry/traffic-of.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { systemBytes, systemClock, systemRandom, systemTimer } from "#entry/runtime.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { canConfirm } from "#entry/forms-of.ts";
import { mailHosts } from "#entry/mail-hosts.ts";
import { plantForms } from "#entry/plant-forms.ts";
import { seedTemplates } from "#entry/seed-templates.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import type { Secret } from "#kernel/secret.ts";
import { type RootKeys, rootKeysOf, secretOf } from "#entry/roots/root-keys.ts";
import { recoverMessages } from "#messages/send/recover-messages.ts";
import { checkFloor } from "#store/check-floor.ts";
import { migrate } from "#store/migrate.ts";
import type { Store } from "#store/store.ts";
import type { OutgoingDeps } from "#web/outgoing/guarded-fetch.ts";
import { memoryLine, type SmsLine, twilioLineOf } from "#entry/sms-of.ts";
import { memoryVoiceLine, twilioVoiceOf, type VoiceLine } from "#entry/voice-of.ts";
import { checkDatabase } from "./check-database.ts";
import { memoryPrintLine, pressOf, type PrintLine, printLineOf } from "#entry/print-of.ts";
import { countedChannels } from "./counted-channels.ts";
import { fastLane } from "./fast-lane.ts";
import { startFileDrop } from "./start-file-drop.ts";
import { folderImages } from "./images/folder-images.ts";
import { openImageThread } from "./images/open-image-thread.ts";
import { nodeTransport } from "./node-transport.ts";
import { letterFolder } from "./print/letter-folder.ts";
import { readFonts } from "./print/read-fonts.ts";
import { openScratch } from "./open-scratch.ts";
import { openLookUps } from "./open-look-ups.ts";
import { processGauges } from "./process-gauges.ts";
import { incomingReader, requestReader } from "./read-request.ts";
import { startEngines } from "./start-engines.ts";
import { nameServers } from "./name-servers.ts";
import { openNetworks } from "./networks/open-networks.ts";
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
  readonly voice?: VoiceLine;
  /** The same of letters. */
  readonly print?: PrintLine;
  /** The same of push messages. */
  readonly push?: PushLine;
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
  const rootKeys = rootKeysOf(config);
  const secret = secretOf(rootKeys);
  await lookAtDatabase(config, log).catch(async (cause: unknown) => {
    await release();
    throw cause;
  });
  const store = await openStore(settings, rootKeys);
  const lookUps = await openLookUps(config.DATABASE_URL, store);
  const journal = openJournal(config, secret);
  const outgoing = outgoingOf(config, nodeTransport(), systemTimer);
  const { channels, mailbox } = settings.channels ?? channelsOf(config, { clock: systemClock, outgoing });
  const pictures = openImageThread(systemTimer);
  const gauges = processGauges(config);
  const counters = new Map<string, number>();
  const station = compose({
    ...partsOf(config, { store, secret, log, outgoing }),
    ...linesOf(settings, outgoing, mailbox !== undefined),
    renderImage: pictures.renderImage,
    receivesMail: mailHosts({ servers: nameServers(), clock: systemClock, timer: systemTimer }),
    lookUps,
    traffic: trafficFor(config),
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
  await makeReady(station, config);
  settings.mountMore?.(station);
  const stopEngines = startEngines({ config, station, log, metrics, counters });
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
      // An end that leaves no log beside the file was a clean one (check-database.ts).
      await store.clearLog?.().catch(() => undefined);
      await store.close();
      await release();
    },
  };
}

/** What a station needs before it answers: what dead workers held, somebody to sign in, templates and forms. */
async function makeReady(station: Jumpstation, config: Config): Promise<void> {
  const { customers, messages } = station;
  // This process owns the file: whatever is leased belongs to one that is gone.
  await recoverMessages(messages, config.DATABASE_URL.startsWith("file:") ? "all" : "expired");
  await makeFirstOperator(station, config);
  await seedTemplates(customers, readTemplates(join(import.meta.dirname, "../../../templates")));
  await plantForms({ ...customers, canConfirm: canConfirm({ store: customers.store, publicUrl: config.PUBLIC_URL }) });
}

async function lookAtDatabase({ DATABASE_URL: url }: Config, log: Log): Promise<void> {
  if (url.startsWith("file:")) await checkDatabase({ path: url.slice("file:".length), clock: systemClock, log });
}

function openJournal({ JOURNAL_FOLDER: folder }: Config, secret: Secret): FileJournal {
  const key = secret.keyFor("click-journal/1");
  return new FileJournal({ folder, key, run: `${systemClock.now().toString(36)}-${process.pid}` });
}

/** All that leaves by another way than mail. */
function linesOf(settings: StartSettings, outgoing: OutgoingDeps, isTrial: boolean) {
  return {
    sms: smsOf(settings, outgoing, isTrial),
    voice: voiceOf(settings, outgoing, isTrial),
    print: printOf(settings, outgoing, isTrial),
    press: pressOf(readFonts),
    push: settings.push ?? pushLineOf(settings.config, outgoing),
  };
}

/** Where e-mail stays here texts stay too; a server that sends mail never throws texts away in silence. */
function smsOf({ sms, config }: StartSettings, outgoing: OutgoingDeps, isTrial: boolean): SmsLine | undefined {
  return sms ?? twilioLineOf(config, systemClock, outgoing) ?? (isTrial ? memoryLine() : undefined);
}

/** The same for calls. */
function voiceOf({ voice, config }: StartSettings, outgoing: OutgoingDeps, isTrial: boolean): VoiceLine | undefined {
  return voice ?? twilioVoiceOf(config, systemClock, outgoing) ?? (isTrial ? memoryVoiceLine() : undefined);
}

/** The same of letters. */
function printOf({ print, config }: StartSettings, outgoing: OutgoingDeps, isTrial: boolean): PrintLine | undefined {
  const line = { clock: systemClock, outgoing };
  return print ?? printLineOf(config, line, letterFolder) ?? (isTrial ? memoryPrintLine() : undefined);
}

function trafficFor(config: Config): StationParts["traffic"] {
  const servers = nameServers();
  return trafficOf(config, { exchanges: (domain) => servers.mx(domain), clock: systemClock, timer: systemTimer });
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
async function openStore({ config, onLost }: StartSettings, rootKeys: RootKeys): Promise<Store> {
  // The thread opens it again: what is wrong with it is told here, before anything is begun.
  if (config.NETWORKS_FILE !== undefined) openNetworks(config.NETWORKS_FILE);
  const token = config.DATABASE_AUTH_TOKEN === undefined ? {} : { authToken: config.DATABASE_AUTH_TOKEN };
  const thread = openDataThread(
    {
      url: config.DATABASE_URL,
      rootKeys,
      journalFolder: config.JOURNAL_FOLDER,
      defaultCountry: config.DEFAULT_COUNTRY,
      ...token,
      ...(config.NETWORKS_FILE === undefined ? {} : { networksFile: config.NETWORKS_FILE }),
    },
    onLost,
  );
  await migrate(thread.store, readMigrations());
  await checkFloor(thread.store);
  await thread.startClicks();
  return thread.store;
}

type Opened = {
  readonly store: Store;
  readonly secret: Secret;
  readonly log: Log;
  readonly outgoing: OutgoingDeps;
};

function partsOf(
  config: Config,
  { store, secret, log, outgoing }: Opened,
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
    secret,
    publicUrl: config.PUBLIC_URL.replace(/\/$/, ""),
    homeUrl: config.HOME_URL,
    defaultCountry: config.DEFAULT_COUNTRY,
    linkKey: config.LINK_KEY,
    linkKeysOld: oldLinkKeys(config.LINK_KEYS_OLD),
    policy: policyOf(config),
    ...emailPartsOf(config),
    consult: consulting({
      config,
      store,
      outgoing,
      clock: systemClock,
      machine: nodeMachine,
      migrations: migrationNames(),
    }),
    readRequest: requestReader(config.PROXY_HOPS),
    // Of a server's database there may be other processes elsewhere, with the same number: names must never meet.
    workerName: `node-${process.pid}-${Buffer.from(systemBytes(9)).toString("base64url")}`,
    sendBatch: config.SEND_BATCH,
    openScratch,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

function migrationNames(): readonly string[] {
  return readMigrations().map(({ name }) => name);
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
