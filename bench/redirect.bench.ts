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
const MESSAGES = 2_000;
const KILLS = Number(process.env["BENCH_KILLS"] ?? 200);

type Ports = { readonly station: number; readonly bare: number };

/**
 * The journaled click beside a bare Hono 302 in the same process, under the same load, round by round; then kills without
 * warning, after which every answered click must be in the database.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "redirect-bench-"));
  try {
    const paths = await redirectWorld(`file:${join(folder, "ring.db")}`, MESSAGES);
    const speed = await compare(folder, paths);
    const kills = await killOften();
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

/**
 * Kills the server in the middle of the load, again and again. Every jumpstation is used once, so that each answered click is
 * known by its message and link: all of them must be found afterwards, and one that was kept unanswered hides no lost one.
 */
async function killOften() {
  const folder = mkdtempSync(join(tmpdir(), "redirect-kill-"));
  try {
    const paths = await redirectWorld(`file:${join(folder, "ring.db")}`, MESSAGES);
    const answered: string[] = [];
    let next = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { child, ports } = await start(folder);
      const from = next;
      const exited = new Promise((resolve) => child.once("exit", resolve));
      setTimeout(() => child.kill("SIGKILL"), 20 + ((kill * 37) % 200));
      let asked = 0;
      const pathOf = (index: number) => {
        asked = Math.max(asked, index + 1);
        return paths[(from + index) % paths.length] ?? "";
      };
      const result = await load({ port: ports.station, connections: 8, seconds: 1, pathOf, isKeeping: true });
      await exited;
      next += asked;
      answered.push(...result.paths);
    }
    await stopAfterStart(folder);
    const kept = await keptPaths(folder, paths);
    const lost = answered.filter((path) => !kept.has(path)).length;
    return {
      kills: KILLS,
      answeredBeforeKills: answered.length,
      lostAfterKill: lost,
      keptUnanswered: kept.size - (answered.length - lost),
      pathsUsedTwice: Math.max(0, next - paths.length),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A start takes up what the killed ones left; its stop writes the last of it. */
async function stopAfterStart(folder: string): Promise<void> {
  const { child } = await start(folder);
  child.send("stop");
  await new Promise((resolve) => child.once("exit", resolve));
}

async function keptPaths(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const store = await freshStore(`file:${join(folder, "ring.db")}`);
  const rows = await store.read<{ message: number; link: number }>(
    sql`select message_id as message, link_no as link from clicks`,
  );
  await store.close();
  return new Set(rows.map(({ message, link }) => paths[link * MESSAGES + message - 1] ?? ""));
}
