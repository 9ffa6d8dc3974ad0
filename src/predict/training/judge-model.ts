import { dateOfEpochDay } from "#kernel/calendar.ts";
import { evaluateAmounts } from "#predict/evaluate/evaluate-amounts.ts";
import { evaluateChances } from "#predict/evaluate/evaluate-chances.ts";
import { logLossOf } from "#predict/evaluate/proper-scores.ts";
import type { HeldOut } from "#predict/registry/models/model.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Score } from "#predict/registry/scores/write-scores.ts";
import { countGuesses } from "#predict/tasks/next/judge-rankers.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import { answersOf, type NextGuess } from "#predict/scoring/answers-of.ts";
import type { Came, Ground } from "./ground.ts";

/** What a model showed on the held-out time, and how wrong it was of each. */
export type Judged = {
  readonly lossById: ReadonlyMap<number, number>;
  readonly scores: Float64Array;
  readonly heldOut: HeldOut;
};

/** undefined where nothing was held out, or the model says nothing of anybody in it. */
export function judgeModel(fitted: FittedTask, prediction: Prediction, ground: Ground): Judged | undefined {
  const { asked, future, until } = ground;
  if (asked === undefined || future === undefined) return undefined;
  const answers = answersOf(fitted, asked, { prediction, until, hasReasons: false });
  const cameTo = (id: number) => future.get(String(id));
  const { name, rows, figures, chances } = yardstickOf(prediction, ground)(answers, cameTo);
  if (rows.length === 0) return undefined;
  const losses = rows.map(([, loss]) => loss);
  return {
    lossById: new Map(rows),
    scores: Float64Array.from(answers, ({ score }) => score),
    heldOut: {
      from: dateOfEpochDay(until + 1),
      to: dateOfEpochDay(until + prediction.settings.horizonDays),
      rows: rows.length,
      loss: { name, ...meanWithin(losses) },
      figures,
      ...(chances === undefined ? {} : { chances }),
    },
  };
}

type Measured = Pick<HeldOut, "figures" | "chances"> & {
  readonly name: string;
  readonly rows: ReadonlyArray<readonly [id: number, loss: number]>;
};
type Yardstick = (answers: readonly Score[], cameTo: (id: number) => Came | undefined) => Measured;

function yardstickOf({ task }: Prediction, { learn }: Ground): Yardstick {
  if (task === "spending" || task === "sale") return measureAmounts;
  if (task !== "next") return measureChances;
  return measureNext(countGuesses(learn.target?.kind === "category" ? learn.target.levels.length : 0));
}

/** Log-loss of chances. */
function measureChances(answers: readonly Score[], cameTo: (id: number) => Came | undefined): Measured {
  const scores = Float64Array.from(answers, ({ score }) => score);
  const y = Float64Array.from(answers, ({ id }) => (cameTo(id) === undefined ? 0 : 1));
  const chances = evaluateChances(scores, y);
  const { auc, brier, ece, logLoss, rate, meanChance, events } = chances;
  const error = standardErrorOfAuc(auc, events, y.length - events);
  return {
    name: "log-loss",
    rows: answers.map(({ id, score }, row) => [id, logLossOf(score, y[row] ?? 0)]),
    figures: { auc, aucLow: auc - 1.96 * error, aucHigh: auc + 1.96 * error, brier, ece, logLoss, rate, meanChance },
    chances,
  };
}

/** Hanley and McNeil 1982, equation 2. */
function standardErrorOfAuc(auc: number, events: number, others: number): number {
  const [first, second] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
  const variance = auc * (1 - auc) + (events - 1) * (first - auc * auc) + (others - 1) * (second - auc * auc);
  return Math.sqrt(Math.max(0, variance) / Math.max(1, events * others));
}

/** Nobody is expected to spend nothing at all. */
const LEAST_AMOUNT = 1e-3;

/** Half of Tweedie's deviance with power 1.5, up to a constant: money is often nothing and sometimes much. */
function measureAmounts(answers: readonly Score[], cameTo: (id: number) => Came | undefined): Measured {
  const expected = Float64Array.from(answers, ({ score, extra }) => Math.max(LEAST_AMOUNT, amountOf(extra) ?? score));
  const actual = Float64Array.from(answers, ({ id }) => cameTo(id)?.spent ?? 0);
  const { gains: _, rows: __, profit: ___, ...figures } = evaluateAmounts(expected, actual);
  return {
    name: "deviance",
    rows: answers.map(({ id }, row) => {
      const root = Math.sqrt(expected[row] ?? LEAST_AMOUNT);
      return [id, (2 * (actual[row] ?? 0)) / root + 2 * root];
    }),
    figures: finite(figures),
  };
}

function amountOf(extra: Score["extra"]): number | undefined {
  const amount = extra?.["amount"];
  return typeof amount === "number" ? amount : undefined;
}

const FEW = 5;

/** The share of what she bought that was not among the first guesses, of those who bought. */
const measureNext =
  (guesses: number) =>
  (answers: readonly Score[], cameTo: (id: number) => Came | undefined): Measured => {
    let [hits, news] = [0, 0];
    const rows = answers.flatMap(({ id, extra }) => {
      const wanted = cameTo(id)?.items;
      if (wanted === undefined || wanted.size === 0) return [];
      const items = (extra?.["items"] ?? []) as readonly NextGuess[];
      const found = items.slice(0, guesses).filter(({ item }) => wanted.has(item)).length;
      if (items.slice(0, FEW).some(({ item }) => wanted.has(item))) hits += 1;
      if (items.filter(({ isNew }) => isNew).some(({ item }) => wanted.has(item))) news += 1;
      return [[id, 1 - found / wanted.size] as const];
    });
    const recall = 1 - rows.reduce((sum, [, loss]) => sum + loss, 0) / rows.length;
    return {
      name: `1 − recall at ${guesses}`,
      rows,
      figures: finite({ [`recallAt${guesses}`]: recall, hitAt5: hits / rows.length, newHit: news / rows.length }),
    };
  };

function finite(figures: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
}

function meanWithin(losses: readonly number[]): { readonly mean: number; readonly low: number; readonly high: number } {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, losses.length - 1) / losses.length);
  return { mean, low: mean - 1.96 * error, high: mean + 1.96 * error };
}
