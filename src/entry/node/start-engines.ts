import type { Jumpstation } from "#entry/compose.ts";
import type { Config } from "#entry/config.ts";
import type { Log } from "#entry/log-line.ts";
import type { Metrics } from "#entry/metrics/metrics.ts";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { repeat } from "./repeat.ts";
import { startPredictions } from "./predictions/start-predictions.ts";
import { startSending } from "./start-sending.ts";
import { startWebhooks } from "./start-webhooks.ts";

type Engines = {
  readonly config: Config;
  readonly station: Jumpstation;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What went wrong at the jumpstations since the last tick. */
  readonly counters: Map<string, number>;
};

const TICK_EVERY_MS = 5 * SECOND_MS;
const FEED_TURN = { chunks: Infinity, images: 40, atOnce: 4 };

/** Everything that turns by itself, each on a clock of its own, so that none holds up another. Gives the way to end all. */
export function startEngines({ config, station, log, metrics, counters }: Engines): () => Promise<void> {
  const failed = (event: string) => (cause: unknown) =>
    log(event, { name: cause instanceof Error ? cause.name : "unknown" });
  const stops = [
    startSending({ station, clock: systemClock, timer: systemTimer, log, metrics, counters }),
    // A turn of its own: a long run of sending must not leave segments as they were, nor they hold it up.
    repeat({
      timer: systemTimer,
      everyMs: TICK_EVERY_MS,
      work: () => station.refreshSegments().catch(failed("segments_failed")),
    }),
    repeat({
      timer: systemTimer,
      everyMs: TICK_EVERY_MS,
      work: async () => {
        await station.followTriggers().catch(failed("triggers_failed"));
      },
    }),
    repeat({
      timer: systemTimer,
      everyMs: TICK_EVERY_MS,
      work: async () => {
        await station.tendOwnSites().catch(failed("own_sites_failed"));
      },
    }),
    repeat({
      timer: systemTimer,
      everyMs: TICK_EVERY_MS,
      work: () => station.tendImports().catch(failed("imports_failed")),
    }),
    // A feed may take minutes: it has a turn of its own too.
    repeat({
      timer: systemTimer,
      everyMs: TICK_EVERY_MS,
      work: async () => {
        await station.runFeeds(FEED_TURN).catch(failed("feeds_failed"));
      },
    }),
    startWebhooks(station, { log, metrics }),
    startPredictions(config, { store: station.customers.store, log }),
  ];
  return async () => {
    for (const stop of stops) await stop();
  };
}
