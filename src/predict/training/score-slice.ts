import { DAY_MS } from "#kernel/clock.ts";
import { endOfDay, endOfTakeOver } from "#predict/features/cut.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import type { RegisteredModel } from "#predict/registry/models/model.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Run } from "#predict/registry/runs/run.ts";
import { writeScores } from "#predict/registry/scores/write-scores.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import { answersOf } from "./answers-of.ts";
import { readRows } from "./read-rows.ts";
import { sourceOf } from "./task-needs.ts";

/** Ids of one slice: some 20 ms of the writer. */
const SLICE = 1_000;

export type Scoring = {
  readonly run: Run & { readonly cutAt: number };
  readonly prediction: Prediction;
  readonly model: RegisteredModel;
  readonly fitted: FittedTask;
  /** The greatest id there is. */
  readonly most: number;
};

/**
 * Scores the next ids of a run. Where it stands moves in the batch of the scores, so that it may be killed anywhere, and a slice
 * that is done twice leaves the same. Gives up to which id it came.
 */
export async function scoreSlice(
  { store, clock }: PredictDeps,
  scoring: Scoring,
): Promise<Run & { readonly cutAt: number }> {
  const { run, prediction, model, fitted, most } = scoring;
  const after = run.scoredTo;
  const upTo = Math.min(after + SLICE, Math.max(most, after + 1));
  const until = run.cutAt / DAY_MS - 1;
  const cut = endOfDay(until, await endOfTakeOver(store));
  const known = sourceOf(prediction).kind === "features" ? fitted.reading({}, false).known : undefined;
  const table = await readRows(store, { prediction, cut, range: { after, upTo, every: 1 }, known });
  const scores = answersOf(fitted, table, { prediction, until, hasReasons: true });
  const now = clock.now();
  await store.write([
    ...writeScores({
      prediction,
      modelId: model.id,
      after,
      upTo,
      scores,
      scoredAt: now,
      expiresAt: run.cutAt + Math.max(1, fitted.card.expiresAfterDays) * DAY_MS,
    }),
    {
      sql: `update prediction_runs set scored_to = ?1, scored = scored + ?2, lease_until = ?3 where id = ?4 and scored_to = ?5
        and model_id = ?6`,
      params: [upTo, scores.length, now + 600_000, run.id, after, model.id],
    },
  ]);
  return { ...run, scoredTo: upTo, scored: run.scored + scores.length };
}
