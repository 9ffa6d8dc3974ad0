import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { systemClock, systemTimer } from "#entry/runtime.ts";
import { secretFrom } from "#kernel/secret.ts";
import { openLibsql } from "#store/open-libsql.ts";
import { signToken, tokenDayOf, tokenKeys } from "#tracking/token.ts";
import { round } from "../../measure.ts";
import { openLoop } from "../../open-loop.ts";
import { ROOT_KEY } from "../../redirect-world.ts";

const PER_SECOND = 200;
const CONNECTIONS = 16;
const LINKS = 15;
const IDLE_MS = 15_000;
const BUSY_MS = 60_000;

type Place = { readonly url: string; readonly customers: number };

/** Redirects of a started station whose predictions are off, and of the same while all of them learn and score. */
export async function besideReaders(folder: string, { url, customers }: Place) {
  const idle = await redirects(folder, { url, customers, isLearning: false, ms: IDLE_MS });
  const busy = await redirects(folder, { url, customers, isLearning: true, ms: BUSY_MS });
  return { idle, busy, p99Ratio: round(busy.p99Ms / idle.p99Ms, 2) };
}

async function redirects(
  folder: string,
  { url, customers, isLearning, ms }: Place & { readonly isLearning: boolean; readonly ms: number },
) {
  const store = await openLibsql({ url });
  await store.write([{ sql: "update predictions set state = ?", params: [isLearning ? "live" : "off"] }]);
  await store.close();
  const station = fork(join(import.meta.dirname, "station-child.ts"), [folder, url], { execArgv: ["--import", "tsx"] });
  const port = await started(station);
  const keys = tokenKeys({ active: { id: 0, key: secretFrom(Buffer.from(ROOT_KEY, "base64url")).keyFor("link/0") } });
  const day = tokenDayOf(systemClock.now()) + 30;
  await rest(5_000);
  const readers = openLoop({
    port,
    perSecond: PER_SECOND,
    connections: CONNECTIONS,
    pathOf: (index) => {
      const messageNumber = 1 + ((index * 7_919) % (customers * 2));
      return `/j/${signToken(keys, "click", { messageNumber, link: index % LINKS, day })}`;
    },
    addressOf: (index) => `10.${(index >> 8) & 255}.${index & 255}.7`,
  });
  await rest(ms);
  const { p50Ms, p99Ms, maxMs, answered, failed } = await readers.stop();
  station.kill("SIGKILL");
  await new Promise((resolve) => station.once("exit", resolve));
  if (failed > 0) throw new Error(`${failed} redirects were not answered rightly.`);
  return { p50Ms: round(p50Ms, 2), p99Ms: round(p99Ms, 2), maxMs: round(maxMs, 1), redirects: answered };
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemTimer.after(ms, resolve);
  });
}

function started(station: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    station.once("message", (port) => resolve(Number(port)));
    station.once("exit", (code) => reject(new Error(`The station ended with ${code}.`)));
  });
}
