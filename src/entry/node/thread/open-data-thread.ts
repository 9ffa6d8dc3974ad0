import { Worker } from "node:worker_threads";
import { type Driver, storeOver } from "#store/driver.ts";
import { CLEAR_LOG, StoreLost } from "#store/open-libsql.ts";
import type { Row, SqlValue, Store } from "#store/store.ts";
import type { Answer, Ask, ThreadSettings } from "./protocol.ts";

export type DataThread = {
  readonly store: Store;
  /** Starts the thread's work on the click journal; resolves when what earlier processes left is in the database. */
  startClicks(): Promise<void>;
};

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (cause: unknown) => void };
type Unnumbered = Ask extends infer Each ? (Each extends Ask ? Omit<Each, "id"> : never) : never;

/** A store whose SQL runs on a thread of its own: the event loop that answers readers never waits for the disk. */
export function openDataThread(settings: ThreadSettings, onLost: (cause: unknown) => void): DataThread {
  const worker = new Worker(new URL("./data-thread.ts", import.meta.url), { workerData: settings });
  const waiting = new Map<number, Waiting>();
  let serial = 0;

  const ask = <T>(question: Unnumbered): Promise<T> =>
    new Promise((resolve, reject) => {
      serial += 1;
      waiting.set(serial, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ ...question, id: serial }, []);
    });

  worker.on("message", (answer: Answer) => {
    if ("lost" in answer) {
      onLost(new StoreLost("The database connection can no longer be trusted; restart the process."));
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) asked?.resolve(answer.value);
    else asked?.reject(faultOf(answer));
  });
  worker.on("error", (cause) => {
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
    onLost(cause);
  });

  const driver: Driver = {
    dialect: "libsql",
    rows: (query) => ask<Row[]>({ kind: "rows", query }),
    values: (query) => ask<SqlValue[][]>({ kind: "values", query }),
    batch: (queries) => ask<Row[][]>({ kind: "batch", queries }),
    ...(settings.url.startsWith("file:")
      ? { clearLog: async () => void (await ask({ kind: "rows", query: CLEAR_LOG })) }
      : {}),
    close: async () => {
      await ask({ kind: "close" });
      await worker.terminate();
    },
  };
  return { store: storeOver(driver), startClicks: () => ask({ kind: "drain" }) };
}

/** Errors lose their class between threads; callers go by name, code and message. */
function faultOf({ name, message, code }: Extract<Answer, { ok: false }>): Error {
  if (name === "StoreLost") return new StoreLost(message);
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}
