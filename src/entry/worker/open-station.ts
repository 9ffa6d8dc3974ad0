import type { KeyObject } from "node:crypto";
import { patientJournal } from "#clicks/patient-journal.ts";
import { compose, type Jumpstation } from "#entry/compose.ts";
import { type Config, readConfig } from "#entry/config.ts";
import { consulting } from "#entry/doctor/consult.ts";
import { emailPartsOf } from "#entry/email-deps-of.ts";
import { pushLineOf } from "#entry/push-of.ts";
import { outgoingOf } from "#entry/outgoing-of.ts";
import { oldLinkKeys, policyOf } from "#entry/policy-of.ts";
import { serverManners } from "#entry/server-manners.ts";
import { systemBytes, systemClock, systemRandom, systemTimer } from "#entry/runtime.ts";
import { idsFrom } from "#kernel/id.ts";
import { rootKeysOf, secretOf } from "#entry/roots/root-keys.ts";
import { openD1 } from "#store/open-d1.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import { fetchTransport } from "#web/outgoing/fetch-transport.ts";
import { type WorkerBindings, wordsOf } from "./bindings.ts";
import { edgeRenderer } from "./images/edge-codecs.ts";
import { r2Images } from "./images/r2-images.ts";
import { pressOf, printLineOf } from "#entry/print-of.ts";
import { exchangesBy, systemDns } from "#entry/doctor/system-dns.ts";
import { trafficOf } from "#entry/traffic-of.ts";
import { twilioLineOf } from "#entry/sms-of.ts";
import { twilioVoiceOf } from "#entry/voice-of.ts";
import { lentChannels, type LentChannels } from "./lent-channels.ts";
import type { Log } from "#entry/log-line.ts";
import { WorkerMisconfigured } from "./misconfigured.ts";
import { type Outlive, outlivingStore } from "./outlive.ts";
import { edgeFonts } from "./print/edge-fonts.ts";
import { queueJournal } from "./queue-journal.ts";
import { readRequest } from "./read-request.ts";

/** What the isolate lends to its station. */
export type EdgeRuntime = {
  readonly outlive: Outlive;
  readonly log: Log;
  /** The database's client can no longer be trusted: the next event needs a new station. */
  readonly onLost: () => void;
};

export type WorkerStation = {
  readonly station: Jumpstation;
  readonly config: Config;
  readonly channels: LentChannels;
  readonly journalKey: KeyObject;
  readonly log: Log;
};

/**
 * The house at the edge: made once in an isolate, for all its events. Nothing in it holds a socket or a stream; what is
 * kept between events are plain values and the runtime's own bindings.
 */
export async function openStation(bindings: WorkerBindings, runtime: EdgeRuntime): Promise<WorkerStation> {
  const { outlive, log } = runtime;
  const read = readConfig(wordsOf(bindings));
  if (!read.ok) throw new WorkerMisconfigured(read.error.join("; "));
  const config = read.value;
  if (config.PRINT_FOLDER !== undefined) throw new WorkerMisconfigured("PRINT_FOLDER: a worker has no files");
  const secret = secretOf(rootKeysOf(config));
  const journalKey = secret.keyFor("click-journal/1");
  const outgoing = outgoingOf(
    config,
    fetchTransport((url, init) => fetch(url, init)),
    systemTimer,
  );
  const channels = lentChannels(config, { clock: systemClock, outgoing });
  const store = outlivingStore(await openStore(bindings, config, runtime), outlive);
  const station = compose({
    store,
    consult: consulting({ config, store, clock: systemClock, outgoing }),
    clock: systemClock,
    timer: systemTimer,
    outgoing,
    sms: twilioLineOf(config, systemClock, outgoing),
    voice: twilioVoiceOf(config, systemClock, outgoing),
    print: printLineOf(config, { clock: systemClock, outgoing }),
    press: pressOf(edgeFonts),
    renderImage: edgeRenderer(),
    ...(bindings.IMAGES === undefined ? {} : { images: r2Images(bindings.IMAGES) }),
    random: systemRandom,
    ids: idsFrom(systemClock, systemBytes),
    secret,
    channels: channels.alone,
    traffic: trafficOf(config, { exchanges: exchangesBy(systemDns()), clock: systemClock, timer: systemTimer }),
    journal: patientJournal(queueJournal(bindings.CLICKS, journalKey, outlive), systemTimer, () =>
      log("jumpstation", { journal_slow: 1 }),
    ),
    log,
    count: (what) => log("jumpstation", { [what]: 1 }),
    publicUrl: config.PUBLIC_URL.replace(/\/$/, ""),
    homeUrl: config.HOME_URL,
    defaultCountry: config.DEFAULT_COUNTRY,
    linkKey: config.LINK_KEY,
    linkKeysOld: oldLinkKeys(config.LINK_KEYS_OLD),
    policy: policyOf(config),
    push: pushLineOf(config, outgoing),
    ...emailPartsOf(config),
    onReport: ({ provider, verdict, outcome }) => {
      if (outcome !== "applied") log(`report_${outcome}`, { provider, verdict });
    },
    readRequest,
    // Isolates know nothing of each other: their names must never meet.
    workerName: `edge-${Buffer.from(systemBytes(12)).toString("base64url")}`,
    sendBatch: config.SEND_BATCH,
    express: (turn) => outlive(channels.with(turn)),
  });
  return { station, config, channels, journalKey, log };
}

async function openStore(bindings: WorkerBindings, config: Config, { onLost }: EdgeRuntime): Promise<Store> {
  const { DB, DATABASE_URL } = bindings;
  if (typeof DATABASE_URL === "string" && DATABASE_URL !== "") {
    if (DATABASE_URL.startsWith("file:")) throw new WorkerMisconfigured("DATABASE_URL: a worker has no files");
    const { DATABASE_AUTH_TOKEN } = config;
    return openLibsql({
      url: DATABASE_URL,
      ...serverManners,
      onLost,
      ...(DATABASE_AUTH_TOKEN === undefined ? {} : { authToken: DATABASE_AUTH_TOKEN }),
    });
  }
  if (DB === undefined) throw new WorkerMisconfigured("DB or DATABASE_URL: one of them must say where the data are");
  return openD1(DB);
}
