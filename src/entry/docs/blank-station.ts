import { compose, type Jumpstation, type StationParts } from "#entry/compose.ts";
import { directRenderer } from "#entry/node/images/direct-renderer.ts";
import { noOutgoing } from "#entry/no-outgoing.ts";
import { systemBytes, systemTimer } from "#entry/runtime.ts";
import type { Mailbox } from "#channels/memory/mailbox.ts";
import { memoryChannel } from "#channels/memory/memory-channel.ts";
import { HOUR_MS, type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import { seededRandom } from "#kernel/random.ts";
import { secretFrom } from "#kernel/secret.ts";
import { openLibsql } from "#store/open-libsql.ts";

export type BlankStation = {
  readonly station: Jumpstation;
  readonly clock: ManualClock;
  readonly mailbox: Mailbox;
};

/** 22 November 2026, 09:00 UTC: where a blank station's clock stands until it is moved. */
export const BLANK_NOW = Date.UTC(2026, 10, 22, 9);

/** A whole station over an empty database in memory, wired as the entries wire it: to be described and to be tried. */
export async function blankStation(given: Partial<StationParts> = {}): Promise<BlankStation> {
  const clock = manualClock(BLANK_NOW);
  const channel = memoryChannel({
    identity: { sendingDomain: "news.vendor.example", bounceDomain: "bounce.vendor.example", dkim: [] },
  });
  const station = compose({
    store: given.store ?? (await openLibsql({ url: ":memory:" })),
    clock,
    timer: systemTimer,
    outgoing: noOutgoing,
    renderImage: directRenderer(),
    random: seededRandom(1),
    ids: idsFrom(clock, systemBytes),
    secret: secretFrom(systemBytes(32)),
    channels: new Map([["email", channel]]),
    mailbox: channel.mailbox,
    journal: { append: async () => undefined },
    log: () => undefined,
    count: () => undefined,
    publicUrl: "https://news.vendor.example",
    homeUrl: "https://shop.vendor.example/",
    defaultCountry: "GB",
    linkKey: 0,
    linkKeysOld: [],
    policy: { quietHours: [], planAheadMs: 26 * HOUR_MS, leaseMs: 60_000 },
    readRequest: (context) => ({ header: (name) => context.req.header(name), address: "192.0.2.1" }),
    workerName: "blank",
    sendBatch: 200,
    ...given,
  });
  return { station, clock, mailbox: channel.mailbox };
}
