import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { storeOver } from "#store/driver.ts";
import { openLibsqlDriver } from "#store/open-libsql.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import { load, type LoadResult } from "./kit/load.ts";
import { median, round } from "./kit/measure.ts";
import { redirectWorld } from "./kit/redirect-world.ts";

const ROUNDS = 7;
/** An ordinary busy day: connections that rest between clicks, some two thousand clicks a second. */
const CALM = { connections: 16, pauseMs: 8 } as const;
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
    const kills = await Promise.all([killOften(Math.ceil(KILLS / 2)), killOften(Math.floor(KILLS / 2))]);
    const sum = (of: (half: (typeof kills)[0]) => number) => of(kills[0]) + of(kills[1]);
    return {
      ...speed,
      kills: KILLS,
      answeredBeforeKills: sum(({ answered }) => answered),
      lostAfterKill: sum(({ lost }) => lost),
      keptUnanswered: sum(({ keptUnanswered }) => keptUnanswered),
      pathsUsedTwice: sum(({ pathsUsedTwice }) => pathsUsedTwice),
    };
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
  const database = await clicksOf(folder);
  await run(ports.bare);
  await database.waitFor((await run(ports.station)).answered);
  const rounds: Array<{
    bare: Awaited<ReturnType<typeof run>>;
    ours: Awaited<ReturnType<typeof run>>;
    behind: number;
  }> = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const bare = await run(ports.bare);
    const ours = await run(ports.station);
    // What a flood left in the journal is waited for, or it would slow the bare answers of the next round.
    rounds.push({ bare, ours, behind: await database.waitFor(ours.answered) });
  }
  const calm = await calmDay({ port: ports.station, pathOf, database });
  await database.close();
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
    secondsBehindAfterFlood: round(median(rounds.map(({ behind }) => behind))),
    ...calm,
  };
}

/** How long clicks of an ordinary day are on their way into the database: asked again and again while they come in. */
async function calmDay(settings: {
  readonly port: number;
  readonly pathOf: (index: number) => string;
  readonly database: Awaited<ReturnType<typeof clicksOf>>;
}) {
  const { database, ...where } = settings;
  let worst = 0;
  let clicks = 0;
  for (let index = 0; index < 10; index += 1) {
    const { answered } = await load({ ...where, ...CALM, seconds: 0.3 });
    clicks += answered;
    worst = Math.max(worst, await database.waitFor(answered));
  }
  return { clicksASecondCalm: Math.round(clicks / 3), secondsToDatabaseCalm: round(worst) };
}

/** The station's clicks as another reader of its file sees them. */
async function clicksOf(folder: string) {
  const driver = await openLibsqlDriver({ url: `file:${join(folder, "ring.db")}` });
  const store = storeOver(driver);
  let expected = 0;
  // Rows are numbered one by one and none is deleted here.
  const count = async () =>
    (await store.read<{ last: number }>(sql`select coalesce(max(id), 0) as last from clicks`))[0]?.last ?? 0;
  return {
    /** Seconds from now until this many more than before are in the database. */
    waitFor: async (more: number) => {
      expected += more;
      const from = performance.now();
      while ((await count()) < expected) {
        if (performance.now() - from > 60_000)
          throw new Error(`${expected} clicks were answered, ${await count()} are kept.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return (performance.now() - from) / 1_000;
    },
    close: () => store.close(),
  };
}

/**
 * Kills the server in the middle of the load, again and again. Every jumpstation is used once, so that each answered click is
 * known by its message and link: all of them must be found afterwards, and one that was kept unanswered hides no lost one.
 */
async function killOften(kills: number) {
  const folder = mkdtempSync(join(tmpdir(), "redirect-kill-"));
  try {
    const paths = await redirectWorld(`file:${join(folder, "ring.db")}`, MESSAGES);
    const answered: string[] = [];
    let next = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const { child, ports } = await start(folder);
      const from = next;
      const exited = new Promise((resolve) => child.once("exit", resolve));
      setTimeout(() => child.kill("SIGKILL"), 20 + ((kill * 37) % 200));
      let asked = 0;
      const pathOf = (index: number) => {
        asked = Math.max(asked, index + 1);
        return paths[(from + index) % paths.length] ?? "";
      };
      const result = await load({
        port: ports.station,
        connections: 4,
        pauseMs: 4,
        seconds: 1,
        pathOf,
        isKeeping: true,
      });
      await exited;
      next += asked;
      answered.push(...result.paths);
    }
    await stopAfterStart(folder);
    const kept = await keptPaths(folder, paths);
    const lost = answered.filter((path) => !kept.has(path)).length;
    return {
      answered: answered.length,
      lost,
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
