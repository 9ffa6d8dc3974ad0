import type { Context } from "hono";
import { join } from "node:path";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import type { Devices } from "#channels/memory/devices.ts";
import type { Letterbox } from "#channels/memory/letterbox.ts";
import type { Phone } from "#channels/memory/phone.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import type { ClickJournal, ClickRecord } from "#clicks/click-record.ts";
import { DAY_MS, HOUR_MS, type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { OpenChannels } from "#entry/channels-of.ts";
import { compose, type Jumpstation } from "#entry/compose.ts";
import { readMigrations } from "#entry/read-migrations.ts";
import { directRenderer } from "#entry/node/images/direct-renderer.ts";
import { noOutgoing } from "#entry/no-outgoing.ts";
import { systemBytes, systemTimer } from "#entry/runtime.ts";
import { readFonts } from "#entry/node/print/read-fonts.ts";
import { memoryPrintLine, pressOf, type PrintLine } from "#entry/print-of.ts";
import { memoryPushLine, type PushLine } from "#entry/push-of.ts";
import { memoryLine, type SmsLine } from "#entry/sms-of.ts";
import { memoryVoiceLine, type VoiceLine } from "#entry/voice-of.ts";
import { migrate } from "#store/migrate.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import type { DemoProduct } from "./assortment.ts";
import { fillStore } from "./fill-store.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { simulate, type SimulationReport } from "./simulate.ts";
import type { Simulated } from "./tell-closeness.ts";

export type DemoSettings = {
  /** file:… or :memory: */
  readonly url: string;
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  /** The simulated days end here, epoch ms. */
  readonly until: number;
  readonly publicUrl: string;
  readonly hasClicks: boolean;
  readonly rootKey: Uint8Array;
  readonly onFirstMessage?: () => void;
};

export type DemoStation = {
  readonly station: Jumpstation & { readonly drainJournal: () => Promise<void> };
  readonly store: Store;
  readonly clock: ManualClock;
  readonly channels: OpenChannels & { readonly mailbox: Mailbox };
  readonly sms: SmsLine & { readonly phone: Phone };
  readonly voice: VoiceLine;
  readonly push: PushLine & { readonly devices: Devices };
  readonly print: PrintLine & { readonly letterbox: Letterbox };
  readonly products: readonly DemoProduct[];
  readonly report: SimulationReport;
  readonly customers: number;
  /** Who was simulated, and when: what the predictions are held against. */
  readonly simulated: Simulated;
};

const root = join(import.meta.dirname, "../../..");

/** Builds a station on an empty database, fills it and lives through the simulated days. */
export async function demoStation(settings: DemoSettings): Promise<DemoStation> {
  const { url, seed, customers, publicUrl, until, hasClicks } = settings;
  const clock = manualClock(until - settings.days * DAY_MS);
  const store = await openLibsql({ url });
  await migrate(store, readMigrations());
  const { mailbox, ...channel } = memoryChannel({ identity });
  const journal = memoryJournal();
  const sms = memoryLine();
  const voice = memoryVoiceLine();
  const push = memoryPushLine();
  const print = memoryPrintLine();
  const composed = compose({
    ...partsOf(settings),
    store,
    clock,
    journal,
    mailbox,
    ids: idsFrom(clock, systemBytes),
    channels: new Map([["email", channel]]),
    sms,
    voice,
    push,
    print,
    press: pressOf(readFonts),
  });
  const drainJournal = async () => composed.project(journal.take());
  const station = { ...composed, drainJournal };
  const templates = readTemplates(join(root, "templates"));
  const world = await fillStore({ ring: station, seed, customers, publicUrl, templates });
  // Postal addresses are put together by the clockwork, which the simulation leaves still.
  await station.tendImports();
  const { onFirstMessage = () => undefined } = settings;
  const report = await simulate({
    station,
    clock,
    mailbox,
    world,
    seed,
    until,
    hasClicks,
    onFirstMessage,
    drainJournal,
  });
  return {
    station,
    store,
    clock,
    channels: { channels: new Map([["email", channel]]), mailbox },
    sms,
    voice,
    push,
    print,
    report,
    customers: world.people.length,
    simulated: { people: world.people, beganAt: until - settings.days * DAY_MS, endedAt: until },
    products: world.products,
  };
}

const identity = { sendingDomain: "news.fernhill.example", bounceDomain: "bounce.fernhill.example", dkim: [] };

/** What the demo's station shares with any other: the simulation differs in clock, channel and journal alone. */
function partsOf(settings: DemoSettings) {
  return {
    timer: systemTimer,
    outgoing: noOutgoing,
    renderImage: directRenderer(),
    random: seededRandom(settings.seed),
    secret: secretFrom(settings.rootKey),
    publicUrl: settings.publicUrl,
    homeUrl: `${settings.publicUrl}/products`,
    defaultCountry: "GB",
    linkKey: 0,
    linkKeysOld: [],
    policy: { quietHours: [], planAheadMs: 26 * HOUR_MS, leaseMs: 60_000 },
    readRequest: ({ req }: Context) => ({
      header: (name: string) => req.header(name),
      // Simulated readers say where they are; a server never believes such a header.
      address: req.header("x-demo-address") ?? "",
    }),
    workerName: "demo",
    sendBatch: 200,
    log: () => undefined,
    count: () => undefined,
  };
}

/** In the simulation nothing can be killed between click and database, so clicks wait in memory. */
function memoryJournal(): ClickJournal & { take(): Array<{ readonly key: string; readonly record: ClickRecord }> } {
  const waiting: Array<{ readonly key: string; readonly record: ClickRecord }> = [];
  let serial = 0;
  return {
    append: async (record) => {
      serial += 1;
      waiting.push({ key: `simulated:${serial}`, record });
    },
    take: () => waiting.splice(0),
  };
}
