import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomInt, seededRandom } from "#kernel/random.ts";
import { openImportWorld, ROOT_KEY, stateOf, writeImportFile } from "./kit/import-world.ts";
import { round } from "./kit/measure.ts";

/** IMPORT_BENCH_ROWS=100000 for a quick look; IMPORT_BENCH_KILLS=0 leaves the killed run out, IMPORT_BENCH_RAW=0 the raw one. */
const ROWS = Number(process.env["IMPORT_BENCH_ROWS"] ?? 1_000_000);
const KILLS = Number(process.env["IMPORT_BENCH_KILLS"] ?? 10);
const IS_RAW_MEASURED = process.env["IMPORT_BENCH_RAW"] !== "0";

type Done = {
  readonly state: string;
  readonly read: number;
  readonly totals: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly rssMiB: number;
};

/**
 * A file of customers with twenty columns, one in a hundred bad, through the same run as `jumpstation import`; what the
 * database alone takes for the same rows by plain inserts; and the same file again in a process that is killed at random
 * moments and started anew, which must leave the same rows in every table, the same rejects and the same schema.
 */
export async function bench(): Promise<Readonly<Record<string, unknown>>> {
  const folder = mkdtempSync(join(tmpdir(), "import-bench-"));
  const file = join(folder, "customers.csv");
  try {
    writeImportFile(file, ROWS);
    const whole = await openRun(folder, "whole");
    const done = await finish(start(whole, file));
    const added = Object.values(done.totals).reduce((sum, each) => sum + each, 0);
    if (done.read !== ROWS || added !== ROWS) throw new Error("The totals do not add up to what was read.");
    const state = await stateOf(whole["DATABASE_URL"] ?? "");
    const rawUsPerRow = IS_RAW_MEASURED ? await raw(folder, file) : null;
    const cpuUsPerRow = (done.cpuMs * 1_000) / ROWS;
    const { kills, isEqual } = KILLS === 0 ? { kills: 0, isEqual: null } : await killed(folder, file, { done, state });
    return {
      rowsPerSecond: Math.round(ROWS / (done.wallMs / 1_000)),
      rssMiB: done.rssMiB,
      cpuUsPerRow: round(cpuUsPerRow, 1),
      rawInsertCpuUsPerRow: rawUsPerRow === null ? null : round(rawUsPerRow, 1),
      againstRawInsert: rawUsPerRow === null ? null : round(cpuUsPerRow / rawUsPerRow, 2),
      cpuRowsPerSecondOnTwoCores: Math.round(2_000_000 / cpuUsPerRow),
      stateEqualAfterKills: isEqual,
      kills,
      rows: ROWS,
      rejected: done.totals["rejected"],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU of plain inserts of the same rows, in µs a row. */
async function raw(folder: string, file: string): Promise<number> {
  const url = `file:${join(folder, "raw.db")}`;
  await openImportWorld(url);
  const child = join(import.meta.dirname, "kit/import-raw-child.ts");
  const output = execFileSync(process.execPath, ["--import", "tsx", child, file, url], { encoding: "utf8" });
  const { rows, cpuMs } = JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as { rows: number; cpuMs: number };
  rmSync(join(folder, "raw.db"));
  return (cpuMs * 1_000) / rows;
}

type Environment = Readonly<Record<string, string>>;

async function openRun(folder: string, name: string): Promise<Environment> {
  const url = `file:${join(folder, `${name}.db`)}`;
  await openImportWorld(url);
  return { DATABASE_URL: url, JOURNAL_FOLDER: join(folder, `${name}-journal`), ROOT_KEY, DEFAULT_COUNTRY: "GB" };
}

function start(environment: Environment, file: string, importId?: string): ChildProcess {
  const child = join(import.meta.dirname, "kit/import-child.ts");
  // As `npm run jumpstation` starts: collect early, since the machine may have better use for the memory.
  const flags = ["--max-semi-space-size=4", "--heap-growing-percent=60", "--import", "tsx"];
  const args = [...flags, child, file, ...(importId === undefined ? [] : [importId])];
  return spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function finish(child: ChildProcess): Promise<Done> {
  const lines: string[] = [];
  let rest = "";
  child.stdout?.on("data", (bytes) => {
    rest += String(bytes);
    const parts = rest.split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  if (code !== 0) throw new Error(`The import ended with ${code}.`);
  return JSON.parse(lines.at(-1) ?? "{}") as Done;
}

/** Kills the import at moments spread over the time that it takes, and lets the last run come to its end. */
async function killed(
  folder: string,
  file: string,
  { done, state }: { readonly done: Done; readonly state: string },
): Promise<{ readonly kills: number; readonly isEqual: boolean }> {
  const environment = await openRun(folder, "killed");
  const random = seededRandom(done.read);
  let importId: string | undefined;
  let kills = 0;
  while (kills < KILLS) {
    const child = start(environment, file, importId);
    importId = (await firstLine(child)) ?? importId;
    // On average a tenth of the way from one death to the next.
    const afterMs = 50 + randomInt(random, Math.max(1, Math.round((2 * done.wallMs) / KILLS)));
    const hasEnded = await endsWithin(child, afterMs);
    if (hasEnded) break;
    child.kill("SIGKILL");
    await new Promise((resolve) => child.on("exit", resolve));
    kills += 1;
  }
  await finish(start(environment, file, importId));
  return { kills, isEqual: (await stateOf(environment["DATABASE_URL"] ?? "")) === state };
}

/** The import's id, which the child says before it begins. */
function firstLine(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.stdout?.once("data", (bytes) => {
      const [line = "{}"] = String(bytes).split("\n");
      resolve((JSON.parse(line) as { importId?: string }).importId);
    });
    child.once("exit", () => resolve(undefined));
  });
}

function endsWithin(child: ChildProcess, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
