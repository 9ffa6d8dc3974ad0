import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { round } from "./kit/measure.ts";
import { besideReaders } from "./kit/predict/million/beside-readers.ts";
import { millionWorld } from "./kit/predict/million/world.ts";
import { forgetPredictions } from "./kit/predict/million/forget-predictions.ts";
import { layByTime } from "./kit/predict/million/lay-by-time.ts";
import { readingCost } from "./kit/predict/million/reading-cost.ts";
import { openLibsql } from "#store/open-libsql.ts";

type Ran = Readonly<Record<string, unknown>> & { readonly cpuSeconds: number };

/**
 * Every task of the ring learns from and scores all customers, 30 facts each, in the prediction thread of a fresh process; then a
 * started station does it again while readers follow jumpstations. `--customers=N`; `--folder=PATH` keeps the world for another
 * run; `--only=thread`, `--only=readers`, or `--only=reading`: what it costs to read the facts.
 * `--by-time` lays facts in the order in which they happened, where a customer's otherwise lie together.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const customers = Number(flag("customers") ?? 1_000_000);
  const kept = flag("folder");
  const folder = kept ?? mkdtempSync(join(tmpdir(), "predict-million-"));
  mkdirSync(folder, { recursive: true });
  const url = `file:${join(folder, `world-${customers}.db`)}`;
  try {
    const only = flag("only");
    // Readers are asked beside the models that a kept world has.
    if (only !== "readers" || !existsSync(url.slice("file:".length))) await prepare(url, customers);
    if (process.argv.includes("--by-time")) await layByTime(url);
    if (only === "reading") return await readingCost(url, customers);
    const ran = only === "readers" ? {} : learnAndScore(url, customers);
    if (only === "thread") return ran;
    return { ...ran, readers: await besideReaders(folder, { url, customers }) };
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true });
  }
}

async function prepare(url: string, customers: number): Promise<void> {
  const isThere = existsSync(url.slice("file:".length));
  const store = isThere ? await openLibsql({ url }) : await millionWorld(url, customers);
  await forgetPredictions(store);
  await store.close();
}

function learnAndScore(url: string, customers: number) {
  const child = join(import.meta.dirname, "kit/predict/million/thread-child.ts");
  const profile = flag("profile");
  const flags = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const output = execFileSync(process.execPath, ["--import", "tsx", ...flags, child, url], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ran = JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Ran;
  return { customers, ...ran, cpuSecondsPerMillion: round((ran.cpuSeconds / customers) * 1_000_000, 0) };
}

function flag(name: string): string | undefined {
  return process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
}
