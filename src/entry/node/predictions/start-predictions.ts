import type { Config } from "#entry/config.ts";
import type { Log } from "#entry/log-line.ts";
import { repeat } from "#entry/node/repeat.ts";
import { systemTimer } from "#entry/runtime.ts";
import { SECOND_MS } from "#kernel/clock.ts";
import { listPredictions } from "#predict/registry/prediction.ts";
import type { Store } from "#store/store.ts";
import { openPredictionThread } from "./open-prediction-thread.ts";

const EVERY_MS = 5 * SECOND_MS;

/** Keeps predictions trained and scored while the server runs. Gives the way to end it: what is under way goes on at the next start. */
export function startPredictions(
  { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken }: Pick<Config, "DATABASE_URL" | "DATABASE_AUTH_TOKEN">,
  { store, log }: { store: Store; log: Log },
): () => Promise<void> {
  const thread = openPredictionThread({ url, ...(authToken === undefined ? {} : { authToken }) }, { store, log });
  let isOver = false;
  const work = async () => {
    if ((await listPredictions(store)).length === 0) return;
    await thread.turn().catch((cause: unknown) => {
      if (!isOver) log("predictions_failed", { name: cause instanceof Error ? cause.message : "unknown" });
    });
  };
  const stop = repeat({ timer: systemTimer, everyMs: EVERY_MS, work });
  return async () => {
    isOver = true;
    await thread.close();
    await stop();
  };
}
