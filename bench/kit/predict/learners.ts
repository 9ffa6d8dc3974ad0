import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "#kernel/random.ts";
import { auc } from "#predict/evaluate/auc.ts";
import { logLoss } from "#predict/evaluate/proper-scores.ts";
import { reliability } from "#predict/evaluate/reliability.ts";
import { boostedTrees } from "#predict/learners/boosted-trees/boosted-trees.ts";
import { logisticRegression } from "#predict/learners/linear/linear-model.ts";
import { type Column, type Matrix, matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import { readTable } from "#predict/tables/read-table.ts";
import type { Table } from "#predict/tables/table.ts";
import { eventOf, outcomesOf } from "#predict/tasks/propensity/event-of.ts";
import { propensity } from "#predict/tasks/propensity/propensity.ts";
import { cpuClock, round } from "../measure.ts";
import { type LearnerSet, learnerSets, SPLITS } from "./learners-sets.ts";
import { testMask } from "./learners-splits.ts";

const MILLION = 1_000_000;
/** How far below the best of the others the mean may be. */
const ALLOWED = 0.002;

type Figures = Record<string, unknown>;

/** What scikit-learn reached on the same splits, kept from one run of learners_sklearn.py. */
type Others = {
  readonly sklearn: string;
  readonly sets: Readonly<Record<string, Readonly<Record<string, { readonly auc: readonly number[] }>>>>;
};

/** Speed of the learners, and what the task `propensity` reaches beside scikit-learn. All of ours is measured in this run. */
export async function learners(data: string): Promise<Figures> {
  const others = JSON.parse(readFileSync(join(import.meta.dirname, "learners-sklearn.json"), "utf8")) as Others;
  const figures: Figures = { sklearn: `${others.sklearn}, kept from an earlier run on the same splits` };
  for (const set of learnerSets) {
    const path = join(data, set.file);
    if (!existsSync(path)) {
      figures[set.name] = `left out: there is no ${path}`;
      continue;
    }
    const table = await tableOf(set, path);
    if (set.name === "credit_default") figures["speed"] = speed(table);
    figures[set.name] = compare(set, table, others.sets[set.name] ?? {});
  }
  return figures;
}

async function tableOf(set: LearnerSet, path: string): Promise<Table> {
  const reading = { roles: { target: set.target }, categories: set.categories, excluded: set.excluded };
  const table = await readTable(createReadStream(path), reading);
  if (!table.ok) throw new Error(`${path}: ${JSON.stringify(table.error)}`);
  return table.value;
}

function compare(set: LearnerSet, table: Table, others: Others["sets"][string]): Figures {
  const clock = cpuClock();
  const splits = Array.from({ length: splitCount() }, (_, split) => judgeSplit(set, table, split));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const theirs = Object.entries(others).map(([name, { auc: each }]) => ({
    name,
    auc: mean(each.slice(0, splits.length)),
  }));
  const best = theirs.reduce((most, each) => (each.auc > most.auc ? each : most), { name: "none", auc: 0 });
  const ours = mean(splits.map((split) => split.auc));
  return {
    splits: splits.length,
    ours: round(ours, 4),
    best: best.name,
    bestAuc: round(best.auc, 4),
    difference: round(ours - best.auc, 4),
    isReached: ours >= best.auc - ALLOWED,
    ece: round(mean(splits.map((split) => split.ece)), 4),
    logLoss: round(mean(splits.map((split) => split.logLoss)), 4),
    chosen: splits.map((split) => split.chosen).join(", "),
    cpuSeconds: round(clock().cpuMs / 1_000, 1),
  };
}

/** PREDICT_SPLITS=2 looks at the first two only. */
function splitCount(): number {
  return Math.min(SPLITS, Number(process.env["PREDICT_SPLITS"] ?? SPLITS));
}

function judgeSplit(set: LearnerSet, table: Table, split: number) {
  const mask = testMask(set.name, split, table.rows);
  const places = Int32Array.from(mask.keys());
  const [learn, test] = [0, 1].map((side) =>
    partOf(
      table,
      places.filter((row) => mask[row] === side),
    ),
  );
  if (learn === undefined || test === undefined || test.target === undefined)
    throw new Error("There is no such split.");
  const settings = { columns: { target: set.target }, categories: [], excluded: [], horizons: [], seed: 1 };
  const fitted = propensity.fit(learn, settings, { onStep: () => undefined });
  const chances = fitted.score(test, { horizons: [] }).columns[0]?.values ?? new Float64Array(0);
  const y = outcomesOf("bench", test.target, eventOf("bench", table.target ?? test.target));
  return {
    auc: auc(chances, y),
    ece: reliability(chances, y).ece,
    logLoss: logLoss(chances, y),
    chosen: fitted.card.model,
  };
}

function partOf(table: Table, rows: Int32Array): Table {
  const target = takeColumn(table.target, rows);
  return {
    rows: rows.length,
    inputs: takeRows(table.inputs, rows),
    lines: Float64Array.from(rows, (row) => table.lines[row] ?? 0),
    ...(target === undefined ? {} : { target }),
  };
}

function takeColumn(column: Column | undefined, rows: Int32Array): Column | undefined {
  return column === undefined ? undefined : takeRows(matrixOf([column]), rows).columns[0];
}

/** 300 trees of 8 leaves on the whole training part, and scores of a million rows drawn from it; each in CPU seconds. */
function speed(table: Table): Figures {
  const y = table.target?.kind === "number" ? table.target.values : new Float64Array(table.rows);
  const rows = matrixOf([...table.inputs.columns, numberColumn("y", y)]);
  const million = millionOf(table.inputs);
  const figures: Figures = { rows: table.rows, columns: table.inputs.columns.length };
  const settings = { target: "y", loss: "logistic", trees: 300, maxLeaves: 8 } as const;
  const trees = timed(figures, "treesFitCpuSeconds", () =>
    boostedTrees(settings).fit(rows, { random: seededRandom(1) }),
  );
  timed(figures, "treesScoreMillionCpuSeconds", () => trees.score(million));
  const logistic = timed(figures, "logisticFitCpuSeconds", () =>
    logisticRegression({ target: "y" }).fit(rows, { random: seededRandom(1) }),
  );
  timed(figures, "logisticScoreMillionCpuSeconds", () => logistic.score(million));
  return figures;
}

function millionOf(rows: Matrix): Matrix {
  return takeRows(
    rows,
    Int32Array.from({ length: MILLION }, (_, row) => (row * 7_919) % rows.rows),
  );
}

function timed<T>(figures: Figures, name: string, work: () => T): T {
  globalThis.gc?.();
  const clock = cpuClock();
  const value = work();
  figures[name] = round(clock().cpuMs / 1_000);
  return value;
}
