import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "#kernel/random.ts";
import { concordance } from "#predict/evaluate/concordance.ts";
import { foldsOf } from "#predict/evaluate/folds.ts";
import { takeRows } from "#predict/numerics/matrix.ts";
import { readTable } from "#predict/tables/read-table.ts";
import { describeFault, type Table } from "#predict/tables/table.ts";
import type { TaskSettings } from "#predict/tasks/task.ts";
import { durations as task } from "#predict/tasks/timing/durations/durations.ts";
import { type Kind, lives } from "#predict/tasks/timing/durations/lives.fixture.ts";
import { cpuClock, round } from "../measure.ts";

const SPLITS = 10;
const settings: TaskSettings = {
  columns: { time: "time", target: "event" },
  categories: [],
  excluded: [],
  horizons: [],
  seed: 1,
};

/** When events come, of rows with a duration each: in simulated worlds, and in ten splits of each file of `survival/`. */
export async function durations(data: string): Promise<Readonly<Record<string, unknown>>> {
  const worlds = (["straight", "bent"] as const).map((kind) => [kind, shareFound(kind)] as const);
  const folder = join(data, "survival");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".csv")) : [];
  const sets = await Promise.all(files.map(async (name) => [name, split(await tableIn(join(folder, name)))] as const));
  return { ...Object.fromEntries(worlds), ...Object.fromEntries(sets) };
}

/** Of what the true hazards know of the order of 4,000 rows beyond chance, the share that is found by learning from 2,000. */
function shareFound(kind: Kind) {
  const clock = cpuClock();
  const [learnt, asked] = [lives(kind, 2_000, 1), lives(kind, 4_000, 2)];
  const fitted = fit(learnt.table, [3, 12, 24]);
  const fitCpuSeconds = round(clock().cpuMs / 1_000, 1);
  const found = fitted.evaluate(asked.table, { horizons: [], seed: 1 });
  const best = concordance(asked.levels, cameOf(asked.table));
  const share = round((Number(found["concordance"]) - 0.5) / (best - 0.5));
  return { model: fitted.card.model, best: round(best, 4), share, fitCpuSeconds };
}

/** Seven tenths are learnt from, the others asked; events are dealt out evenly. */
function split(table: Table) {
  const clock = cpuClock();
  const { happened } = cameOf(table);
  const judged = Array.from({ length: SPLITS }, (_, seed) => {
    const fold = foldsOf(happened, 10, seededRandom(seed + 1));
    const places = (isAsked: boolean) => [...fold.keys()].filter((row) => (fold[row] ?? 0) >= 7 === isAsked);
    const fitted = fit(rowsOf(table, places(false)), []);
    // Judged over the time that was looked over while learning.
    const horizons = [Number(fitted.toJSON()["limit"])];
    const found = fitted.evaluate(rowsOf(table, places(true)), { horizons, seed: 1 });
    return { model: fitted.card.model, c: Number(found["concordance"]), brier: Number(found["integratedBrier"]) };
  });
  const mean = (of: (one: (typeof judged)[number]) => number) => judged.reduce((sum, one) => sum + of(one), 0) / SPLITS;
  return {
    rows: table.rows,
    concordance: round(
      mean(({ c }) => c),
      4,
    ),
    integratedBrier: round(
      mean(({ brier }) => brier),
      4,
    ),
    models: judged.map(({ model }) => model),
    cpuSeconds: round(clock().cpuMs / 1_000, 1),
  };
}

function fit(table: Table, horizons: readonly number[]) {
  return task.fit(table, { ...settings, horizons, event: "yes" }, { onStep: () => undefined });
}

function cameOf({ time = new Float64Array(0), target }: Table) {
  const yes = target?.kind === "category" ? target.levels.indexOf("yes") : -1;
  const happened = Float64Array.from(target?.kind === "category" ? target.codes : [], (code) => (code === yes ? 1 : 0));
  return { time, happened };
}

function rowsOf(table: Table, rows: readonly number[]): Table {
  const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] ?? 0);
  const target =
    table.target === undefined ? [] : takeRows({ rows: table.rows, columns: [table.target] }, rows).columns;
  return {
    rows: rows.length,
    inputs: takeRows(table.inputs, rows),
    time: pick(table.time ?? new Float64Array(0)),
    ...(target[0] === undefined ? {} : { target: target[0] }),
    lines: pick(table.lines),
  };
}

async function tableIn(path: string): Promise<Table> {
  const reading = { roles: { time: "time", target: "event" }, categories: [], excluded: [], hasDurations: true };
  const table = await readTable(createReadStream(path), reading);
  if (!table.ok) throw new RangeError(`${path}: ${describeFault(table.error)}`);
  return table.value;
}
