import { RefusedModel, RefusedRows } from "#predict/models/model.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { listPredictions, type Prediction } from "#predict/registry/prediction.ts";
import type { Run } from "#predict/registry/runs/run.ts";
import { endRun, failRun, takeRun, takeScoringsBeside, tellStep } from "#predict/registry/runs/take-run.ts";
import { type Budget, scoreRuns, type ScoringSettings } from "#predict/scoring/score-runs.ts";
import { forgetRuns } from "./forget-runs.ts";
import { planRuns } from "./plan-runs.ts";
import { type RowsReader, sharedRows } from "./shared-rows.ts";
import { trainPrediction } from "./train-prediction.ts";

export type TendSettings = ScoringSettings & {
  /** What this runtime has the time for: the edge only scores. */
  readonly kinds: readonly Run["kind"][];
  /** Slices of scoring in one turn, one prediction's each; what is left waits for the next. */
  readonly slices: number;
};

export type TendReport = { readonly trained: number; readonly scored: number };

/** One turn of predictions: asks for what is due, then trains and scores. Bounded by slices; killed anywhere, it goes on there. */
export async function tendPredictions(deps: PredictDeps, settings: TendSettings): Promise<TendReport> {
  await planRuns(deps);
  const budget: Budget = { slices: settings.slices };
  let rows = sharedRows(deps.store);
  let [trained, scored] = [0, 0];
  while (budget.slices > 0) {
    const run = await takeRun(deps, settings.kinds);
    if (run === undefined) break;
    const predictions = await listPredictions(deps.store);
    const of = (each: Run) => predictions.flatMap((one) => (one.id === each.predictionId ? [one] : []));
    if (run.kind === "train") {
      for (const prediction of of(run)) await train(deps, settings, { run, prediction, rows });
      trained += 1;
    } else {
      // What trainings shared is not needed any more.
      rows = sharedRows(deps.store);
      const runs = [run, ...(await takeScoringsBeside(deps, { run, most: budget.slices - 1 }))];
      const asked = runs.flatMap((each) => of(each).map((prediction) => ({ run: each, prediction })));
      scored += await scoreRuns(deps, settings, { runs: asked, budget });
    }
    await settings.breathe?.();
  }
  if (trained + scored > 0) await forgetRuns(deps);
  return { trained, scored };
}

type Work = { readonly run: Run; readonly prediction: Prediction; readonly rows: RowsReader };

async function train(deps: PredictDeps, { log }: TendSettings, { run, prediction, rows }: Work): Promise<void> {
  const { store, clock } = deps;
  const startedAt = clock.now();
  try {
    const onStep = (words: string) => void store.write([tellStep(run, words)]).catch(() => undefined);
    const version = await trainPrediction(deps, { prediction, cause: run.cause, onStep, rows });
    await store.write([endRun(run, { state: "done", step: `Version ${version}.`, at: clock.now() })]);
    log("prediction_trained", { prediction: prediction.code, version, ms: clock.now() - startedAt });
  } catch (cause) {
    // Too little is known yet, or a setting asks for what is not there: words for the operator, and another try in a day.
    if (!(cause instanceof RefusedRows || cause instanceof RefusedModel)) {
      await store.write([failRun(run, cause, clock.now())]);
      throw cause;
    }
    await store.write([endRun(run, { state: "failed", step: cause.message, at: clock.now() })]);
    log("prediction_untrained", { prediction: prediction.code });
  }
}
