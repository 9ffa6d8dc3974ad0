import { randomInt, seededRandom } from "#kernel/random.ts";
import { profileOf } from "#predict/evaluate/drift.ts";
import { openCalibrator } from "#predict/learners/calibration/calibrator.ts";
import { chooseCalibrator } from "#predict/learners/calibration/choose-calibrator.ts";
import { lossOf } from "#predict/learners/losses.ts";
import { type TrainingRows, trainingRows } from "#predict/learners/training-rows.ts";
import { openFitted, RefusedModel, RefusedRows } from "#predict/models/model.ts";
import { matrixOf, numberColumn, takeRows } from "#predict/numerics/matrix.ts";
import type { Table } from "#predict/tables/table.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { Task, TaskSettings } from "#predict/tasks/task.ts";
import { loadPart, plainTrees } from "#predict/tasks/candidates/parts.ts";
import { type Choice, chooseCandidate } from "#predict/tasks/candidates/choose-candidate.ts";
import { eventOf, outcomesOf } from "./event-of.ts";
import { type EvidencePlan, planEvidence } from "#predict/tasks/candidates/evidence.ts";
import { fittedPropensity, kind, type PropensityEstimate } from "./fitted-propensity.ts";
import { importanceOf } from "#predict/tasks/candidates/importance.ts";
import type { WeightedLearner } from "#predict/tasks/candidates/reasons.ts";

/** More rows than these teach little more, and cost as much as they are: a sample stands for them. */
const MOST_ROWS = 200_000;
/** Fewer events than these, on either side, can't bear a choice. */
const LEAST_EVENTS = 20;
const EXPIRES_AFTER_DAYS = 90;
const TARGET = " target";

/**
 * Will it be answered? The operator chooses the inputs; base rate, logistic regression, a blend of it with a forest and
 * boosted trees, and each of these alone are judged on rows that they did not learn from, and the simplest within one standard error of the best is kept and calibrated.
 */
export const propensity: Task = {
  name: kind.name,
  summary: "P(yes) of each row: a target with two values, any columns as inputs.",
  needs: ["target"],
  fit: (table, settings, deps) => {
    if (table.target === undefined) throw new RefusedRows(kind.name, "a target column must be named");
    const event = eventOf(kind.name, table.target, settings.event);
    const { rows, time, sampledRows } = ground(table, outcomesOf(kind.name, table.target, event), settings);
    const plan = planEvidence(rows.y, { time, seed: settings.seed });
    deps.onStep(`Evidence: ${plan.words}.`);
    const evidence = {
      rows,
      folds: plan.folds,
      seed: settings.seed,
      loss: "logistic",
      trees: plainTrees,
      hasForest: true,
    } as const;
    const choice = chooseCandidate(evidence, deps.onStep);
    deps.onStep(choice.words);
    const { chosen } = choice;
    const calibration = chooseCalibrator(chosen.judged.scores, chosen.judged.y, seededRandom(settings.seed));
    const parts = chosen.parts
      .map((part, index) => ({ part, weight: chosen.weights[index] ?? 0 }))
      .filter(({ weight }) => weight > 0)
      .map(({ part, weight }) => ({ learner: part.fitAll(rows), weight }));
    const made = { table, rows, parts, sampledRows, settings };
    return fittedPropensity({
      event,
      columns: settings.columns,
      inputs: rows.inputs.columns.map(({ name, kind: is }) => ({ name, kind: is })),
      parts,
      calibrator: calibration.calibrator,
      profiles: profileOf(rows.inputs),
      card: cardOf(made, { plan, choice, calibration, target: `${event.column} is ${event.is}` }),
    });
  },
  load: (json) => {
    const found = openFitted(json, kind) as Partial<Record<keyof PropensityEstimate, unknown>>;
    const { event, columns, inputs, parts, calibrator, profiles, card } = found;
    const isWhole =
      [inputs, parts, profiles].every(Array.isArray) &&
      [event, columns, card].every((part) => typeof part === "object" && part !== null);
    if (!isWhole) throw new RefusedModel(`${kind.name}: the document is damaged.`);
    const stored = parts as ReadonlyArray<{ readonly weight: number; readonly learner: unknown }>;
    return fittedPropensity({
      ...(found as unknown as PropensityEstimate),
      parts: stored.map(({ weight, learner }) => ({ weight, learner: loadPart(learner) })),
      calibrator: openCalibrator(calibrator),
    });
  },
};

type Rows = {
  readonly rows: TrainingRows;
  readonly time: Float64Array | undefined;
  readonly sampledRows: number | undefined;
};

/** The rows in an order of their own, sampled where they are very many. */
function ground({ inputs, time, rows }: Table, y: Float64Array, { seed }: TaskSettings): Rows {
  const events = y.reduce((sum, value) => sum + value, 0);
  if (Math.min(events, rows - events) < LEAST_EVENTS) {
    throw new RefusedRows(
      kind.name,
      `${events} of ${rows} rows have the event: at least ${LEAST_EVENTS} with and without it are needed`,
    );
  }
  const clock = time === undefined ? [] : [numberColumn(" time", time)];
  const whole = matrixOf([...inputs.columns, ...clock, numberColumn(TARGET, y)]);
  const loss = lossOf("logistic");
  const all = trainingRows(kind.name, whole, { roles: { target: TARGET }, loss });
  const places = sampled(all.y.length, seed);
  const pick = (values: Float64Array) => Float64Array.from(places, (row) => values[row] ?? 0);
  const taken = takeRows(all.inputs, places);
  const times = taken.columns.find(({ name }) => name === " time");
  return {
    rows: {
      inputs: { rows: taken.rows, columns: taken.columns.filter((column) => column !== times) },
      y: pick(all.y),
      weights: pick(all.weights),
      order: Int32Array.from(places, (row) => all.order[row] ?? 0),
    },
    time: times?.kind === "number" ? times.values : undefined,
    sampledRows: places.length < rows ? places.length : undefined,
  };
}

function sampled(rows: number, seed: number): Int32Array {
  const places = Int32Array.from({ length: rows }, (_, row) => row);
  if (rows <= MOST_ROWS) return places;
  const random = seededRandom(seed);
  for (let place = 0; place < MOST_ROWS; place += 1) {
    const other = place + randomInt(random, rows - place);
    [places[place], places[other]] = [places[other] ?? 0, places[place] ?? 0];
  }
  return places.slice(0, MOST_ROWS).sort();
}

type Made = {
  readonly table: Table;
  readonly rows: TrainingRows;
  readonly parts: readonly WeightedLearner[];
  readonly sampledRows: number | undefined;
  readonly settings: TaskSettings;
};

type Found = {
  readonly plan: EvidencePlan;
  readonly choice: Choice;
  readonly calibration: ReturnType<typeof chooseCalibrator>;
  readonly target: string;
};

function cardOf(
  { table, rows, parts, sampledRows, settings }: Made,
  { plan, choice, calibration, target }: Found,
): ModelCard {
  const events = rows.y.reduce((sum, value) => sum + value, 0);
  return {
    task: kind.name,
    model: choice.chosen.name,
    version: kind.version,
    target,
    inputs: rows.inputs.columns.map(({ name }) => name),
    madeOf: {
      rows: table.rows,
      events,
      rate: events / rows.y.length,
      ...(sampledRows === undefined ? {} : { sampledRows }),
    },
    evidenceBy: plan.words,
    evidence: choice.evidence,
    choice: choice.words,
    calibration: { method: calibration.calibrator.method, evidence: [...calibration.evidence] },
    importance: importanceOf(parts, rows.inputs),
    expiresAfterDays: EXPIRES_AFTER_DAYS,
    seed: settings.seed,
    caution: [
      "A chance holds for rows like those that it was learnt from; watch the drift.",
      "What raises a score is not what would change the customer's mind: that takes a trial with a hold-out.",
    ],
  };
}
