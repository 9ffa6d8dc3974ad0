import { parentPort, workerData } from "node:worker_threads";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import { nodeServerManners } from "#entry/server-manners.ts";
import { openLibsqlDriver } from "#store/open-libsql.ts";
import { clickDuty } from "./click-duty.ts";
import { giveWay } from "./give-way.ts";
import type { Answer, Ask, ThreadSettings } from "./protocol.ts";

/**
 * The thread that owns the database. The file driver blocks while SQL runs, so it must not stand on the thread that answers
 * readers; and one thread with one connection is the one writer. It also brings the click journal into the database by
 * itself: the main thread only appends.
 */
const settings = workerData as ThreadSettings;
const port = parentPort;
if (port === null) throw new Error("This module is a worker thread.");
const say = (answer: Answer) => port.postMessage(answer);

giveWay();
const { url, authToken } = settings;
const driver = await openLibsqlDriver({
  url,
  ...nodeServerManners,
  onLost: () => say({ lost: true }),
  ...(authToken === undefined ? {} : { authToken }),
});
const duty = clickDuty({ driver, clock: systemClock, timer: systemTimer, settings });

async function work(ask: Ask): Promise<unknown> {
  switch (ask.kind) {
    case "rows":
      return driver.rows(ask.query);
    case "values":
      return driver.values(ask.query);
    case "batch":
      return driver.batch(ask.queries);
    case "drain":
      return duty.start();
    case "close":
      await duty.stop();
      return driver.close();
  }
}

port.on("message", (ask: Ask) => {
  work(ask).then(
    (value) => say({ id: ask.id, ok: true, value }),
    (cause: unknown) => say({ id: ask.id, ok: false, ...faultOf(cause) }),
  );
});

function faultOf(cause: unknown): { name: string; message: string; code?: string } {
  if (!(cause instanceof Error)) return { name: "Error", message: String(cause) };
  const { code } = cause as { code?: unknown };
  return { name: cause.name, message: cause.message, ...(typeof code === "string" ? { code } : {}) };
}
