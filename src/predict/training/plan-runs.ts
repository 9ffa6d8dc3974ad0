import { DAY_MS } from "#kernel/clock.ts";
import { FEATURES_VERSION } from "#predict/features/list-groups.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listModels, type RegisteredModel } from "#predict/registry/models/model.ts";
import { listPredictions, type Prediction } from "#predict/registry/prediction.ts";
import { askRun, type AskedRun } from "#predict/registry/runs/ask-run.ts";
import { listRuns, type Run } from "#predict/registry/runs/run.ts";
import { lastWholeDay } from "./train-prediction.ts";

/** After a training that failed, or for an alarm, not sooner than after so many days. */
const PATIENCE_DAYS = { failed: 1, alarm: 7 } as const;

/**
 * Asks for what is due: a training where there is no model yet, where its time is over, its settings or the meaning of features
 * are others, or drift gave alarm; a scoring once a day. Asking twice asks once.
 */
export async function planRuns({ store, clock }: PredictDeps): Promise<void> {
  const now = clock.now();
  for (const prediction of await listPredictions(store)) {
    if (prediction.state !== "live") continue;
    const [models, runs] = await Promise.all([listModels(store, prediction.id), listRuns(store, prediction.id, 20)]);
    const about = { prediction, models, runs, now };
    const cause = trainingDue(about);
    const asked: AskedRun[] = [
      ...(cause === undefined
        ? []
        : [{ predictionId: prediction.id, kind: "train", cause, askedBy: "system", at: now } as const]),
      ...(isScoringDue(about)
        ? [{ predictionId: prediction.id, kind: "score", cause: "schedule", askedBy: "system", at: now } as const]
        : []),
    ];
    if (asked.length > 0) await store.write(asked.map(askRun));
  }
}

type About = {
  readonly prediction: Prediction;
  readonly models: readonly RegisteredModel[];
  readonly runs: readonly Run[];
  readonly now: number;
};

function trainingDue({ prediction, models, runs, now }: About): AskedRun["cause"] | undefined {
  const trainings = runs.filter(({ kind }) => kind === "train");
  if (trainings.some(({ finishedAt }) => finishedAt === null)) return undefined;
  const [last] = trainings;
  const hasFailed = last?.state === "failed" && now - (last.finishedAt ?? 0) < PATIENCE_DAYS.failed * DAY_MS;
  if (hasFailed) return undefined;
  const [newest] = models;
  if (newest === undefined || newest.card.predictionVersion !== prediction.version) return "schedule";
  if (newest.featuresVersion !== FEATURES_VERSION) return "schedule";
  const age = now - newest.trainedAt;
  if (age >= prediction.settings.retrainDays * DAY_MS) return "schedule";
  const champion = models.find(({ state }) => state === "champion");
  return champion?.drift?.verdict === "alarm" && age >= PATIENCE_DAYS.alarm * DAY_MS ? "alarm" : undefined;
}

function isScoringDue({ models, runs, now }: About): boolean {
  const champion = models.find(({ state }) => state === "champion");
  if (champion === undefined) return false;
  const scorings = runs.filter(({ kind }) => kind === "score");
  const cutAt = (lastWholeDay(now) + 1) * DAY_MS;
  return !scorings.some((run) => run.finishedAt === null || (run.modelId === champion.id && run.cutAt === cutAt));
}
