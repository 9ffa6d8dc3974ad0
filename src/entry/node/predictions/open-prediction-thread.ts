import { Worker } from "node:worker_threads";
import type { Log } from "#entry/log-line.ts";
import { toQuery } from "#store/store.ts";
import type { Store } from "#store/store.ts";
import type { FromThread, PredictionSettings, ToThread } from "./protocol.ts";

export type PredictionThread = {
  /** One turn of training and scoring; rejects where it broke, and the next one begins with a new thread. */
  turn(): Promise<void>;
  close(): Promise<void>;
};

/** Predictions on a thread of their own. It is started with the first turn: a station without predictions has none. */
export function openPredictionThread(
  settings: PredictionSettings,
  { store, log }: { store: Store; log: Log },
): PredictionThread {
  let worker: Worker | undefined;
  let settle: (cause?: Error) => void = () => undefined;

  const write = async (to: Worker, { id, write: queries }: Extract<FromThread, { write: unknown }>) => {
    const answer: ToThread = await store.write(queries.map(toQuery)).then(
      (rows) => ({ id, ok: true, rows: rows as never }),
      (cause: unknown) =>
        cause instanceof Error
          ? { id, ok: false, name: cause.name, message: cause.message }
          : { id, ok: false, name: "Error", message: "unknown" },
    );
    to.postMessage(answer, []);
  };

  const start = (): Worker => {
    const started = new Worker(new URL("./prediction-thread.ts", import.meta.url), { workerData: settings });
    started.on("message", (words: FromThread) => {
      if ("write" in words) void write(started, words);
      else if ("event" in words) log(words.event, words.detail);
      else if ("done" in words) settle();
      else settle(new Error(words.broke));
    });
    started.on("error", (cause) => settle(cause instanceof Error ? cause : new Error("The prediction thread ended.")));
    started.on("exit", () => settle(new Error("The prediction thread ended.")));
    return started;
  };

  const end = async () => {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  };

  return {
    turn: async () => {
      const asked = (worker ??= start());
      try {
        await new Promise<void>((resolve, reject) => {
          settle = (cause) => (cause === undefined ? resolve() : reject(cause));
          asked.postMessage({ turn: true } satisfies ToThread, []);
        });
      } catch (cause) {
        await end();
        throw cause;
      }
    },
    close: end,
  };
}
