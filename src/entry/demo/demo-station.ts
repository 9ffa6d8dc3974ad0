import type { Context } from "hono";
import { join } from "node:path";
import type { Mailbox } from "#channels/memory/mailbox.ts";
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
import { memoryLine, type SmsLine } from "#entry/sms-of.ts";
import { migrate } from "#store/migrate.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import type { DemoProduct } from "./assortment.ts";
import { fillStore } from "./fill-store.ts";
import { readTemplates } from "#entry/read-templates.ts";
import { simulate, type SimulationReport } from "./simulate.ts";

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
  readonly products: readonly DemoProduct[];
  readonly report: SimulationReport;
  readonly customers: number;
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
  const composed = compose({
    ...partsOf(settings),
    store,
    clock,
    journal,
    mailbox,
    ids: idsFrom(clock, systemBytes),
    channels: new Map([["email", channel]]),
    sms,
  });
  const drainJournal = async () => composed.project(journal.take());
  const station = { ...composed, drainJournal };
  const templates = readTemplates(join(root, "templates"));
  const world = await fillStore({ ring: station, seed, customers, publicUrl, templates });
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
    report,
    customers: world.people.length,
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
