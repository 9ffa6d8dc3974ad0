import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { round } from "./kit/measure.ts";
import { mixedWorld, type MixedWorld } from "./kit/mixed-world.ts";
import { openLoop } from "./kit/open-loop.ts";

const CUSTOMERS = 1_000_000;
const EVENTS = 100_000;
const PER_SECOND = 200;
const CONNECTIONS = 16;
/** More than are asked for: every click is the first on its message, so that none finds its links in memory. */
const MESSAGES = 60_000;
/** Events come in over about the time that planning takes. */
const EVENT_SECONDS = 40;

type Told = { readonly event: string; readonly detail: Readonly<Record<string, number>> };

/**
 * A started station answers jumpstations at a steady rate while its clockwork plans a day for a million customers and events
 * come in at the public door. Three processes on the machine's cores: the station, the readers and the sender of events.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "mixed-bench-"));
  try {
    const world = await mixedWorld(`file:${join(folder, "mixed.db")}`, { customers: CUSTOMERS, messages: MESSAGES });
    return await measure(folder, world);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string, world: MixedWorld) {
  const station = startChild("mixed-child.ts", [folder]);
  const { port = 0 } = await told(station, "started");
  const readers = openLoop({
    port,
    perSecond: PER_SECOND,
    connections: CONNECTIONS,
    pathOf: (index) => world.paths[index % world.paths.length] ?? "",
    addressOf: (index) => `10.${(index >> 8) & 255}.${index & 255}.7`,
  });
  const startedAt = performance.now();
  const sender = startChild("ingest-child.ts", [String(port), world.writeKey, String(EVENTS), String(EVENT_SECONDS)]);
  const ingested = new Promise<{ accepted: number; seconds: number }>((resolve) =>
    sender.once("message", (answer) => resolve(answer as { accepted: number; seconds: number })),
  );
  const planned = told(station, "tick").then(({ planned: rows }) => ({
    rows,
    seconds: (performance.now() - startedAt) / 1_000,
  }));
  const [plan, ingest] = await Promise.all([planned, ingested]);
  const redirect = await readers.stop();
  station.send("stop");
  const { rssMiB } = await told(station, "stopped");
  await new Promise((resolve) => station.once("exit", resolve));
  if (redirect.failed > 0) throw new Error(`${redirect.failed} redirects were not answered rightly.`);
  return {
    redirectP99Ms: round(redirect.p99Ms, 1),
    redirectP50Ms: round(redirect.p50Ms, 1),
    redirectMaxMs: round(redirect.maxMs, 1),
    redirects: redirect.answered,
    planned: plan.rows,
    planSeconds: round(plan.seconds, 1),
    events: ingest.accepted,
    eventSeconds: round(ingest.seconds, 1),
    rssMiB,
  };
}

function startChild(file: string, args: readonly string[]): ChildProcess {
  return fork(join(import.meta.dirname, "kit", file), args, { execArgv: ["--import", "tsx"] });
}

function told(child: ChildProcess, event: string): Promise<Told["detail"]> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      const heard = message as Told;
      if (heard.event !== event) return;
      child.off("message", onMessage);
      resolve(heard.detail);
    };
    child.on("message", onMessage);
    child.once("exit", (code) => reject(new Error(`The station ended with ${code}.`)));
  });
}
