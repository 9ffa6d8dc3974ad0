import type { Log } from "#entry/log-line.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { type TendReport, tendPredictions } from "#predict/training/tend-predictions.ts";
import { askScoredAgain } from "#segments/refresh/ask-scored-again.ts";

/** Slices of 2,000 ids that a tick has the processor time for; a run goes on with the next one. */
const SLICES = 3;

/**
 * The edge scores by the models that there are, a few slices a tick. It trains none: a fit takes more processor time than an
 * event has. That is done on Node beside the same database (docs/decisions/0037).
 */
export async function scoreAtEdge(deps: PredictDeps, log: Log): Promise<TendReport> {
  return tendPredictions(deps, {
    kinds: ["score"],
    slices: SLICES,
    log,
    onScored: async () => {
      await deps.store.write([askScoredAgain()]);
    },
  });
}
