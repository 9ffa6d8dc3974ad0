import type { FittedTask } from "#predict/tasks/task.ts";
import type { Store } from "#store/store.ts";
import { loadModel } from "./load-model.ts";

/** As many as a customer's page may ask at once: those of all predictions, of two versions where one was just changed. */
const MOST_KEPT = 20;
const kept = new WeakMap<Store, Map<number, Promise<FittedTask>>>();

/**
 * The fitted model of a row, for questions about one customer: a document is up to some megabytes of JSON, which whoever answers
 * readers should not read again for each. Models never change; the last ones asked are kept.
 */
export function recallModel(store: Store, modelId: number): Promise<FittedTask> {
  const known = kept.get(store) ?? new Map<number, Promise<FittedTask>>();
  kept.set(store, known);
  const model = known.get(modelId) ?? loadModel(store, modelId);
  known.delete(modelId);
  known.set(modelId, model);
  model.catch(() => known.delete(modelId));
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break;
    known.delete(oldest);
  }
  return model;
}
