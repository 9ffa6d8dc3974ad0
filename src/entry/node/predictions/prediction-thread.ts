import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "#entry/runtime.ts";
import { nodeServerManners } from "#entry/server-manners.ts";
import { giveWay } from "#entry/node/thread/give-way.ts";
import { releaseRuns } from "#predict/registry/runs/take-run.ts";
import { tendPredictions } from "#predict/training/tend-predictions.ts";
import { askScoredAgain } from "#segments/refresh/ask-scored-again.ts";
import { openLibsqlDriver } from "#store/open-libsql.ts";
import { storeOver } from "#store/driver.ts";
import type { Row } from "#store/store.ts";
import type { FromThread, PredictionSettings, ToThread } from "./protocol.ts";

/**
 * The thread that learns and scores: minutes of arithmetic, in which readers must be answered and messages leave. It reads by a
 * connection of its own, which waits for no writer, and has the one writer write.
 */
const settings = workerData as PredictionSettings;
const port = parentPort;
if (port === null) throw new Error("This module is a worker thread.");
const say = (words: FromThread) => port.postMessage(words);

giveWay();
const isFile = settings.url.startsWith("file:");
const { url, authToken } = settings;
const driver = await openLibsqlDriver({ url, ...nodeServerManners, ...(authToken === undefined ? {} : { authToken }) });
if (isFile) await driver.rows({ sql: "pragma query_only = on", params: [] });

type Waiting = { readonly resolve: (rows: Row[][]) => void; readonly reject: (cause: unknown) => void };
const waiting = new Map<number, Waiting>();
let serial = 0;

const store = storeOver({
  ...driver,
  batch: (queries) =>
    new Promise<Row[][]>((resolve, reject) => {
      serial += 1;
      waiting.set(serial, { resolve, reject });
      say({ id: serial, write: queries });
    }),
});

/** So many slices of scoring in a turn, of 2,000 ids and one prediction each: twenty predictions of a million. */
const SLICES = 10_000;
let isFirst = true;

async function turn(): Promise<void> {
  // This process owns the file: whatever is under way belongs to one that is gone.
  if (isFirst && isFile) await store.write([releaseRuns()]);
  isFirst = false;
  const report = await tendPredictions(
    { store, clock: systemClock },
    {
      kinds: ["train", "score"],
      slices: SLICES,
      log: (event, detail) => say({ event, detail }),
      // Messages keep their order, and so does the one writer.
      areWritesInOrder: true,
      onScored: async () => {
        await store.write([askScoredAgain()]);
      },
    },
  );
  say({ done: report });
}

port.on("message", (words: ToThread) => {
  if ("turn" in words) {
    turn().catch((cause: unknown) => say({ broke: cause instanceof Error ? cause.name : "unknown" }));
    return;
  }
  const asked = waiting.get(words.id);
  waiting.delete(words.id);
  if (words.ok) asked?.resolve(words.rows as Row[][]);
  else asked?.reject(Object.assign(new Error(words.message), { name: words.name }));
});
