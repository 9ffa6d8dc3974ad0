import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import { FEATURES_VERSION } from "#predict/features/list-groups.ts";
import { RefusedModel } from "#predict/models/model.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { loadModel } from "#predict/registry/models/load-model.ts";
import { findChampion, type RegisteredCard, type RegisteredModel } from "#predict/registry/models/model.ts";
import { saveModel } from "#predict/registry/models/save-model.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import { findTask } from "#predict/tasks/task-registry.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import { compareModels, type Incumbent } from "./compare-models.ts";
import { gatherGround, type Ground } from "./ground.ts";
import { type Judged, judgeModel } from "./judge-model.ts";
import { profilesOf } from "./profiles-of.ts";
import type { RowsReader } from "./shared-rows.ts";
import { taskSettings } from "./task-needs.ts";

export type Training = {
  readonly prediction: Prediction;
  readonly cause: string;
  readonly onStep: (words: string) => void;
  readonly rows: RowsReader;
};

/** The last whole day, since 1970-01-01 (UTC). */
export function lastWholeDay(now: number): number {
  return Math.floor(now / DAY_MS) - 1;
}

/**
 * Learns from all but the last horizon of what is known, judges the model and the champion on that horizon, and keeps the model as
 * champion or challenger. What was judged is what scores: it is not fitted again on what it was judged by. RefusedRows where too
 * little is known. Gives its version.
 */
export async function trainPrediction(
  deps: PredictDeps,
  { prediction, cause, onStep, rows }: Training,
): Promise<number> {
  const { store } = deps;
  const today = lastWholeDay(deps.clock.now());
  onStep("Reads what is known.");
  const ground = await gatherGround({ store, rows }, prediction, today);
  const task = findTask(prediction.task);
  if (task === undefined) throw new RefusedModel(`There is no task ${prediction.task}.`);
  const fitted = task.fit(ground.learn, taskSettings(prediction, ground.until), { onStep });
  onStep("Judges it on the time that was held out.");
  const judged = judgeModel(fitted, prediction, ground);
  const champion = await findChampion(store, prediction.id);
  const incumbent = champion === undefined ? undefined : await judgeChampion(deps, { champion, prediction, ground });
  const comparison = compareModels(judged, incumbent);
  const card = cardOf({ prediction, fitted, ground, judged }, comparison);
  const profiles = await profilesOf(store, { prediction, fitted, judged, until: ground.until });
  return saveModel(deps, {
    prediction,
    document: JSON.stringify(fitted),
    card,
    profiles,
    cutAt: (ground.until + 1) * DAY_MS,
    cause,
  });
}

type Standing = { readonly champion: RegisteredModel; readonly prediction: Prediction; readonly ground: Ground };

/** What the champion says of the same time; in words why it can't be asked. */
async function judgeChampion({ store }: PredictDeps, { champion, prediction, ground }: Standing): Promise<Incumbent> {
  const { version, card } = champion;
  if (card.predictionVersion !== prediction.version) {
    return { version, judged: "The prediction's settings are others than those of the model before it." };
  }
  if (champion.featuresVersion !== FEATURES_VERSION) {
    return { version, judged: "The model before it learnt from features that mean something else now." };
  }
  try {
    const judged = judgeModel(await loadModel(store, champion.id), prediction, ground);
    return { version, judged };
  } catch (cause) {
    if (!(cause instanceof RefusedModel)) throw cause;
    return { version, judged: "The model before it can't be read any more." };
  }
}

type Made = {
  readonly prediction: Prediction;
  readonly fitted: FittedTask;
  readonly ground: Ground;
  readonly judged: Judged | undefined;
};

function cardOf(
  { prediction, fitted, ground, judged }: Made,
  comparison: RegisteredCard["comparison"],
): RegisteredCard {
  const { count, range } = ground.population;
  const subjects = new Set(ground.learn.id).size;
  const sampled = range.every > 1 ? [`It learnt from every ${range.every}th ${prediction.subject} only.`] : [];
  const unkept = ground.restated.map(
    (name) =>
      `It learnt nothing from ${name}: too much of it was stated anew since, and what stood before is not kept.`,
  );
  return {
    prediction: prediction.code,
    predictionVersion: prediction.version,
    title: prediction.title,
    subject: prediction.subject,
    data: {
      until: dateOfEpochDay(ground.until),
      subjects,
      ofSubjects: count,
      rows: ground.learn.rows,
      featuresVersion: FEATURES_VERSION,
    },
    ...(judged === undefined ? {} : { heldOut: judged.heldOut }),
    comparison,
    model: fitted.card,
    limits: [...sampled, ...unkept, ...fitted.card.caution],
  };
}
