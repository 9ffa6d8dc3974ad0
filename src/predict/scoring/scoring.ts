import { DAY_MS } from "#kernel/clock.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { loadModel } from "#predict/registry/models/load-model.ts";
import { findChampion, type RegisteredModel } from "#predict/registry/models/model.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import { askRun } from "#predict/registry/runs/ask-run.ts";
import type { Run } from "#predict/registry/runs/run.ts";
import { endRun } from "#predict/registry/runs/take-run.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import { lastWholeDay } from "#predict/training/train-prediction.ts";

/** A scoring under way: the run, the model that it asks, and how far it came. */
export type Scoring = {
  readonly run: Pick<Run, "id">;
  readonly prediction: Prediction;
  readonly model: RegisteredModel;
  readonly fitted: FittedTask;
  readonly cutAt: number;
  readonly scoredTo: number;
  readonly scored: number;
};

/**
 * Opens a run with the champion. It keeps the model and the cut that it began with, unless another model has come to count.
 * undefined where there is no champion: then the run is over.
 */
export async function openScoring(
  { store, clock }: PredictDeps,
  run: Run,
  prediction: Prediction,
): Promise<Scoring | undefined> {
  const model = await findChampion(store, prediction.id);
  if (model === undefined) {
    await store.write([endRun(run, { state: "failed", step: "There is no champion.", at: clock.now() })]);
    return undefined;
  }
  const { modelId, cutAt, scoredTo, scored } = run;
  if (modelId === model.id && cutAt !== null) {
    const fitted = await readModel({ store, clock }, model);
    return { run, prediction, model, fitted, cutAt, scoredTo, scored };
  }
  const begun = (lastWholeDay(clock.now()) + 1) * DAY_MS;
  // Told before the model is read: where that breaks, the day has had its try, and the next turn asks for no other one.
  await store.write([
    {
      sql: "update prediction_runs set model_id = ?, cut_at = ?, scored_to = 0, scored = 0 where id = ?",
      params: [model.id, begun, run.id],
    },
  ]);
  const fitted = await readModel({ store, clock }, model);
  return { run, prediction, model, fitted, cutAt: begun, scoredTo: 0, scored: 0 };
}

/** A model that this version of the code can't read is followed by another one, not waited for until its time is over. */
async function readModel({ store, clock }: PredictDeps, { id, predictionId }: RegisteredModel): Promise<FittedTask> {
  try {
    return await loadModel(store, id);
  } catch (cause) {
    if (cause instanceof RefusedModel) {
      await store.write([
        askRun({ predictionId, kind: "train", cause: "schedule", askedBy: "system", at: clock.now() }),
      ]);
    }
    throw cause;
  }
}
