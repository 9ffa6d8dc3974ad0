import { DAY_MS } from "#kernel/clock.ts";
import { endOfDay, endOfTakeOver } from "#predict/features/cut.ts";
import { RefusedModel } from "#predict/models/model.ts";
import { findModel } from "#predict/registry/models/model.ts";
import { recallModel } from "#predict/registry/models/recall-model.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import { type CustomerScore, listCustomerScores } from "#predict/registry/scores/list-customer-scores.ts";
import type { Store } from "#store/store.ts";
import { answersOf } from "./answers-of.ts";
import { cutOf } from "./write-slice.ts";
import { readRows } from "#predict/training/read-rows.ts";
import { sourceOf } from "#predict/training/task-needs.ts";

/**
 * The reasons of a score that were not kept: the model that said it is asked again about her, as of the day that it knew then. What
 * has been erased or brought in about that day since changes them with it.
 */
export async function explainScore(store: Store, customerId: number, score: CustomerScore): Promise<readonly string[]> {
  if (score.reasons !== undefined) return score.reasons;
  const prediction = await findPrediction(store, score.code);
  const model = prediction === undefined ? undefined : await findModel(store, prediction.id, score.version);
  if (prediction === undefined || model === undefined || model.size === 0) return [];
  try {
    const fitted = await recallModel(store, model.id);
    const until = cutOf(fitted, score.expiresAt) / DAY_MS - 1;
    const table = await readRows(store, {
      prediction,
      cut: endOfDay(until, await endOfTakeOver(store)),
      range: { after: customerId - 1, upTo: customerId, every: 1 },
      known: sourceOf(prediction).kind === "features" ? fitted.reading({}, false).known : undefined,
    });
    return answersOf(fitted, table, { prediction, until, hasReasons: true })[0]?.reasons ?? [];
  } catch (cause) {
    if (cause instanceof RefusedModel) return [];
    throw cause;
  }
}

/** What is foretold of a customer, each score with its reasons. */
export async function listExplainedScores(
  store: Store,
  customerId: number,
): Promise<ReadonlyArray<CustomerScore & { readonly reasons: readonly string[] }>> {
  const scores = await listCustomerScores(store, customerId);
  return Promise.all(
    scores.map(async (score) => ({ ...score, reasons: await explainScore(store, customerId, score) })),
  );
}
