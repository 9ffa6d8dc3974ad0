import { join } from "node:path";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import type { ClickJournal, ClickRecord } from "#clicks/click-record.ts";
import { DAY_MS, HOUR_MS, type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import type { OpenChannels } from "#entry/channels-of.ts";
import { compose, type Jumpstation } from "#entry/compose.ts";
import { readMigrations } from "#entry/node/start-node.ts";
import { systemBytes, systemTimer } from "#entry/runtime.ts";
import { migrate } from "#store/migrate.ts";
import { openLibsql } from "#store/open-libsql.ts";
import type { Store } from "#store/store.ts";
import type { DemoProduct } from "./assortment.ts";
import { fillStore } from "./fill-store.ts";
import { readTemplates } from "./read-templates.ts";
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
  readonly products: readonly DemoProduct[];
  readonly report: SimulationReport;
  readonly customers: number;
};

const root = join(import.meta.dirname, "../../..");

/** Builds a station on an empty database, fills it and lives through the simulated days. */
export async function demoStation(settings: DemoSettings): Promise<DemoStation> {
  const clock = manualClock(settings.until - settings.days * DAY_MS);
  const store = await openLibsql({ url: settings.url });
  await migrate(store, readMigrations());
  const channel = memoryChannel({
    identity: { sendingDomain: "news.fernhill.example", bounceDomain: "bounce.fernhill.example", dkim: [] },
  });
  const journal = memoryJournal();
  const composed = compose({
    store,
    clock,
    timer: systemTimer,
    random: seededRandom(settings.seed),
    ids: idsFrom(clock, systemBytes),
    secret: secretFrom(settings.rootKey),
    channels: new Map([["email", channel]]),
    publicUrl: settings.publicUrl,
    homeUrl: `${settings.publicUrl}/products`,
    defaultCountry: "GB",
    linkKey: 0,
    linkKeysOld: [],
    policy: { quietHours: [], planAheadMs: 26 * HOUR_MS, leaseMs: 60_000 },
    journal,
    readRequest: (context) => ({
      header: (name) => context.req.header(name),
      address: context.req.header("x-demo-address") ?? "",
    }),
    workerName: "demo",
    sendBatch: 200,
    mailbox: channel.mailbox,
    log: () => undefined,
    count: () => undefined,
  });
  const drainJournal = async () => composed.project(journal.take());
  const station = { ...composed, drainJournal };
  const filled = await fillStore({
    ring: station,
    seed: settings.seed,
    customers: settings.customers,
    publicUrl: settings.publicUrl,
    templates: readTemplates(join(root, "templates")),
  });
  const report = await simulate({
    station,
    clock,
    mailbox: channel.mailbox,
    world: filled,
    seed: settings.seed,
    until: settings.until,
    hasClicks: settings.hasClicks,
    drainJournal,
    ...(settings.onFirstMessage === undefined ? {} : { onFirstMessage: settings.onFirstMessage }),
  });
  return {
    station,
    store,
    clock,
    channels: { channels: new Map([["email", channel]]), mailbox: channel.mailbox },
    report,
    customers: filled.people.length,
    products: filled.products,
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
