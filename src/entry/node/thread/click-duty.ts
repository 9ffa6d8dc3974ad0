import { forgetOrigins } from "#clicks/forget-origins.ts";
import { projectClicks } from "#clicks/project-clicks.ts";
import { SETTLE_BATCH, settleClicks } from "#clicks/settle-clicks.ts";
import { JournalReader } from "#entry/journal/journal-reader.ts";
import { mergers } from "#entry/mergers.ts";
import { systemBytes } from "#entry/runtime.ts";
import { type Clock, MINUTE_MS, SECOND_MS, type Timer } from "#kernel/clock.ts";
import { openNetworks } from "#entry/node/networks/open-networks.ts";
import { repeat } from "#entry/node/repeat.ts";
import { idsFrom } from "#kernel/id.ts";
import { secretOf } from "#entry/roots/root-keys.ts";
import { clickProjector } from "#clicks/unname-clicks.ts";
import { affinityProjector } from "#predict/affinity-projector.ts";
import { type Driver, storeOver } from "#store/driver.ts";
import { followJournal } from "./follow-journal.ts";
import type { ThreadSettings } from "./protocol.ts";

type DutyParts = {
  readonly driver: Driver;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly settings: ThreadSettings;
};

const EVERY_MS = 200;
const FORGET_EVERY = Math.round(MINUTE_MS / EVERY_MS);
const SETTLE_EVERY = Math.round((2 * SECOND_MS) / EVERY_MS);
/** More clicks than this in one turn are a flood: verdicts wait for it to pass. */
const FLOOD = 1_000;
/** But no longer than this: scores and pages go on while it lasts. */
const SETTLE_AT_LEAST_EVERY = Math.round((30 * SECOND_MS) / EVERY_MS);
/** Settled at once, some 30 ms: new clicks come between. What a flood left goes on with the next turn. */
const CALM_BATCHES = 1;
/** In the one turn of half a minute that a flood leaves. */
const FLOOD_BATCHES = 20;

/**
 * Follows the click journal: within a second of its answer a click is a row, and after ten it is behaviour or noise. In a
 * flood the answers go first (flood-pace.ts).
 */
export function clickDuty({ driver, clock, timer, settings }: DutyParts) {
  const store = storeOver(driver);
  const secret = secretOf(settings.rootKeys);
  const reader = new JournalReader(settings.journalFolder, secret.keyFor("click-journal/1"));
  const customers = {
    store,
    clock,
    secret,
    ids: idsFrom(clock, systemBytes),
    defaultCountry: settings.defaultCountry,
    projectors: [affinityProjector(), clickProjector],
    mergers,
  };
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  const networks = settings.networksFile === undefined ? undefined : openNetworks(settings.networksFile);
  let turns = 0;
  let settledAt = 0;
  let stop: () => Promise<void> = async () => undefined;

  const journal = followJournal({
    reader,
    clock,
    timer,
    project: (clicks) => projectClicks({ store, secret, networkOf: networks?.numberOf }, clicks, breathe),
  });

  // What fails is tried again with the next turn: the journal keeps what was not projected, and health shows a lost store.
  const work = async () => {
    const projected = await journal.catchUp();
    turns += 1;
    const isFlood = projected >= FLOOD;
    if (turns - settledAt >= (isFlood ? SETTLE_AT_LEAST_EVERY : SETTLE_EVERY)) {
      const mostBatches = isFlood ? FLOOD_BATCHES : CALM_BATCHES;
      const { settled } = await settleClicks(customers, { breathe, mostBatches });
      if (isFlood || settled < mostBatches * SETTLE_BATCH) settledAt = turns;
    }
    if (turns % FORGET_EVERY === 0) {
      networks?.refresh();
      await forgetOrigins(store, clock.now());
    }
  };
  return {
    start: async () => {
      await journal.catchUp();
      stop = repeat({ timer, everyMs: EVERY_MS, work });
    },
    stop: async () => {
      journal.hurry();
      await stop();
      await journal.catchUp();
    },
  };
}
