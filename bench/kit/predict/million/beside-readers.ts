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
const BUSY_MS = 45_000;

type Place = { readonly url: string; readonly customers: number };
type Phase = "idle" | "scoring" | "learning";

/**
 * Redirects of a started station whose predictions are off; of the same while all of them score by the models that there are, where
 * there are any; and while all of them learn.
 */
export async function besideReaders(folder: string, place: Place) {
  const idle = await redirects(folder, place, "idle");
  const scoring = (await hasModels(place.url)) ? await redirects(folder, place, "scoring") : undefined;
  const learning = await redirects(folder, place, "learning");
  const ratioOf = (busy: typeof idle | undefined) =>
    busy === undefined ? undefined : round(busy.p99Ms / idle.p99Ms, 2);
  return {
    idle,
    scoring,
    learning,
    p99RatioScoring: ratioOf(scoring),
    p99RatioLearning: ratioOf(learning),
  };
}

async function hasModels(url: string): Promise<boolean> {
  const store = await openLibsql({ url });
  const [row] = await store.read<{ n: number }>({ sql: "select count(*) as n from prediction_models", params: [] });
  await store.close();
  return (row?.n ?? 0) > 0;
}

/** What is to be forgotten, so that a station has it to do. */
const forgotten: Readonly<Record<Phase, readonly string[]>> = {
  idle: [],
  scoring: ["prediction_runs"],
  learning: ["prediction_runs", "prediction_model_parts", "prediction_models"],
};

async function prepare(url: string, phase: Phase): Promise<void> {
  const store = await openLibsql({ url });
  await store.write([
    ...forgotten[phase].map((table) => ({ sql: `delete from ${table}`, params: [] })),
    { sql: "update predictions set state = ?", params: [phase === "idle" ? "off" : "live"] },
  ]);
  await store.close();
}

async function redirects(folder: string, { url, customers }: Place, phase: Phase) {
  await prepare(url, phase);
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
  await rest(phase === "idle" ? IDLE_MS : BUSY_MS);
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
