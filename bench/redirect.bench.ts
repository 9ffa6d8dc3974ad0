import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { load, type LoadResult } from "./kit/load.ts";
import { median, round } from "./kit/measure.ts";
import { redirectWorld } from "./kit/redirect-world.ts";

const ROUNDS = 7;
const SECONDS = 2;
const CONNECTIONS = 32;
const KILLS = Number(process.env["BENCH_KILLS"] ?? 200);

type Ports = { readonly station: number; readonly bare: number };

/**
 * The journaled click beside a bare Hono 302 in the same process, under the same load, round by round; then kills without
 * warning, after which every answered click must be in the database.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "redirect-bench-"));
  try {
    const paths = await redirectWorld(`file:${join(folder, "ring.db")}`, 2_000);
    const speed = await compare(folder, paths);
    const kills = await killOften(folder, paths);
    return { ...speed, ...kills };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function start(folder: string): Promise<{ child: ChildProcess; ports: Ports }> {
  const child = fork(join(import.meta.dirname, "kit/redirect-child.ts"), [folder], { execArgv: ["--import", "tsx"] });
  return new Promise((resolve, reject) => {
    child.once("message", (ports) => resolve({ child, ports: ports as Ports }));
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
}

async function cpuOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("message", (answer) => resolve((answer as { cpuMs: number }).cpuMs));
    child.send("cpu");
  });
}

async function compare(folder: string, paths: readonly string[]) {
  const { child, ports } = await start(folder);
  const pathOf = (index: number) => paths[index % paths.length] ?? "";
  const run = async (port: number): Promise<LoadResult & { cpuUs: number }> => {
    const before = await cpuOf(child);
    const result = await load({ port, connections: CONNECTIONS, seconds: SECONDS, pathOf });
    return { ...result, cpuUs: (((await cpuOf(child)) - before) * 1_000) / result.answered };
  };
  await run(ports.bare);
  await run(ports.station);
  const rounds: Array<{ bare: Awaited<ReturnType<typeof run>>; ours: Awaited<ReturnType<typeof run>> }> = [];
  for (let index = 0; index < ROUNDS; index += 1)
    rounds.push({ bare: await run(ports.bare), ours: await run(ports.station) });
  child.send("stop");
  await new Promise((resolve) => child.once("exit", resolve));
  const ratio = (of: (result: LoadResult & { cpuUs: number }) => number) =>
    round(median(rounds.map(({ bare, ours }) => of(ours) / of(bare))));
  return {
    ratioToBare: ratio((result) => result.answered / result.seconds),
    p99RatioToBare: ratio((result) => result.p99Ms),
    cpuRatioToBare: ratio((result) => result.cpuUs),
    requestsPerSecond: Math.round(median(rounds.map(({ ours }) => ours.answered / ours.seconds))),
    cpuUsPerClick: round(median(rounds.map(({ ours }) => ours.cpuUs)), 1),
    p99Ms: round(median(rounds.map(({ ours }) => ours.p99Ms)), 2),
  };
}

/** Kills the server in the middle of the load; what was answered must be found after the next start. */
async function killOften(folder: string, paths: readonly string[]) {
  let offset = 0;
  let answered = 0;
  const before = await countClicks(folder);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, ports } = await start(folder);
    const wait = 20 + ((kill * 37) % 200);
    const from = offset;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    setTimeout(() => child.kill("SIGKILL"), wait);
    const result = await load({
      port: ports.station,
      connections: 8,
      seconds: 1,
      pathOf: (index) => paths[(from + index) % paths.length] ?? "",
      isKeeping: true,
    });
    await exited;
    answered += result.paths.length;
    offset += result.paths.length;
  }
  const { child } = await start(folder);
  child.send("stop");
  await new Promise((resolve) => child.once("exit", resolve));
  const kept = (await countClicks(folder)) - before;
  // A click may be kept and its answer lost with the process: only answered ones that are missing count.
  return {
    kills: KILLS,
    answeredBeforeKills: answered,
    lostAfterKill: Math.max(0, answered - kept),
    keptUnanswered: Math.max(0, kept - answered),
  };
}

async function countClicks(folder: string): Promise<number> {
  const store = await freshStore(`file:${join(folder, "ring.db")}`);
  const [row] = await store.read<{ n: number }>(sql`select count(*) as n from clicks`);
  await store.close();
  return row?.n ?? 0;
}
