import { DAY_MS } from "#kernel/clock.ts";
import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { loadModel } from "#predict/registry/models/load-model.ts";
import { findChampion } from "#predict/registry/models/model.ts";
import { listPredictions, type Prediction } from "#predict/registry/prediction.ts";
import type { Run } from "#predict/registry/runs/run.ts";
import { endRun, takeRun, tellStep } from "#predict/registry/runs/take-run.ts";
import { forgetRuns } from "./forget-runs.ts";
import { measureDrift } from "./measure-drift.ts";
import { planRuns } from "./plan-runs.ts";
import { findPopulation } from "./range-of.ts";
import { scoreSlice } from "./score-slice.ts";
import { lastWholeDay, trainPrediction } from "./train-prediction.ts";

export type TendSettings = {
  /** What this runtime has the time for: the edge only scores. */
  readonly kinds: readonly Run["kind"][];
  /** Slices of scoring in one turn; what is left waits for the next. */
  readonly slices: number;
  /** Told of each training and scoring that ended, of what failed, and of a drift that wants to be seen. */
  readonly log: (event: string, detail: Readonly<Record<string, string | number>>) => void;
  readonly breathe?: (() => Promise<void>) | undefined;
  /** Told when all scores of a prediction are new. */
  readonly onScored?: (() => Promise<void>) | undefined;
};

export type TendReport = { readonly trained: number; readonly scored: number };

/** A run's slices that one turn has left. */
type Budget = { slices: number };

/** One turn of predictions: asks for what is due, then trains and scores. Bounded by slices; killed anywhere, it goes on there. */
export async function tendPredictions(deps: PredictDeps, settings: TendSettings): Promise<TendReport> {
  await planRuns(deps);
  const budget: Budget = { slices: settings.slices };
  let [trained, scored] = [0, 0];
  while (budget.slices > 0) {
    const run = await takeRun(deps, settings.kinds);
    if (run === undefined) break;
    const prediction = (await listPredictions(deps.store)).find(({ id }) => id === run.predictionId);
    if (prediction === undefined) break;
    if (run.kind === "train") {
      await train(deps, settings, { run, prediction });
      trained += 1;
    } else {
      scored += await score(deps, settings, { run, prediction, budget });
    }
    await settings.breathe?.();
  }
  if (trained + scored > 0) await forgetRuns(deps);
  return { trained, scored };
}

type Work = { readonly run: Run; readonly prediction: Prediction };

async function train(deps: PredictDeps, { log }: TendSettings, { run, prediction }: Work): Promise<void> {
  const { store, clock } = deps;
  const startedAt = clock.now();
  try {
    const onStep = (words: string) => void store.write([tellStep(run, words)]).catch(() => undefined);
    const version = await trainPrediction(deps, { prediction, cause: run.cause, onStep });
    await store.write([endRun(run, { state: "done", step: `Version ${version}.`, at: clock.now() })]);
    log("prediction_trained", { prediction: prediction.code, version, ms: clock.now() - startedAt });
  } catch (cause) {
    // Too little is known yet, or a setting asks for what is not there: words for the operator, and another try in a day.
    if (!(cause instanceof RefusedRows || cause instanceof RefusedModel)) throw await failed(deps, { run, cause });
    await store.write([endRun(run, { state: "failed", step: cause.message, at: clock.now() })]);
    log("prediction_untrained", { prediction: prediction.code });
  }
}

async function failed({ store, clock }: PredictDeps, { run, cause }: { run: Run; cause: unknown }): Promise<unknown> {
  const step = `It broke: ${cause instanceof Error ? cause.name : "unknown"}.`;
  await store.write([endRun(run, { state: "failed", step, at: clock.now() })]);
  return cause;
}

async function score(
  deps: PredictDeps,
  settings: TendSettings,
  work: Work & { readonly budget: Budget },
): Promise<number> {
  try {
    return await scoreAll(deps, settings, work);
  } catch (cause) {
    throw await failed(deps, { run: work.run, cause });
  }
}

/** Slice by slice to the greatest id; a turn that ends before it leaves the run to the next one. */
async function scoreAll(
  deps: PredictDeps,
  { log, breathe, onScored }: TendSettings,
  { run, prediction, budget }: Work & { readonly budget: Budget },
): Promise<number> {
  const { store, clock } = deps;
  const model = await findChampion(store, prediction.id);
  if (model === undefined) {
    await store.write([endRun(run, { state: "failed", step: "There is no champion.", at: clock.now() })]);
    return 0;
  }
  const fitted = await loadModel(store, model.id);
  const { range } = await findPopulation(store, prediction.subject);
  let at = await begin(deps, run, model.id);
  const before = at.scored;
  while (at.scoredTo < range.upTo && budget.slices > 0) {
    at = await scoreSlice(deps, { run: at, prediction, model, fitted, most: range.upTo });
    budget.slices -= 1;
    await breathe?.();
  }
  if (at.scoredTo < range.upTo) {
    await store.write([
      { sql: "update prediction_runs set state = 'waiting', lease_until = null where id = ?", params: [run.id] },
    ]);
    return at.scored - before;
  }
  const drift = await measureDrift(deps, { prediction, model, day: at.cutAt / DAY_MS - 1 });
  await store.write([
    endRun(run, { state: "done", step: `${at.scored} scored by version ${model.version}.`, at: clock.now() }),
  ]);
  if (drift.verdict === "alarm")
    log("prediction_drift_alarm", { prediction: prediction.code, psi: Math.round(drift.scores * 1_000) / 1_000 });
  log("prediction_scored", { prediction: prediction.code, scored: at.scored });
  await onScored?.();
  return at.scored - before;
}

/** A run keeps the model and the cut that it began with, unless another model has come to count. */
async function begin(
  { store, clock }: PredictDeps,
  run: Run,
  modelId: number,
): Promise<Run & { readonly cutAt: number }> {
  if (run.modelId === modelId && run.cutAt !== null) return { ...run, cutAt: run.cutAt };
  const cutAt = (lastWholeDay(clock.now()) + 1) * DAY_MS;
  await store.write([
    {
      sql: "update prediction_runs set model_id = ?, cut_at = ?, scored_to = 0, scored = 0 where id = ?",
      params: [modelId, cutAt, run.id],
    },
  ]);
  return { ...run, modelId, cutAt, scoredTo: 0, scored: 0 };
}
