import { lastFew } from "#kernel/last-few.ts";
import { remembered } from "#kernel/remember.ts";
import type { FittedTask } from "#predict/tasks/task.ts";
import type { Store } from "#store/store.ts";
import { loadModel } from "./load-model.ts";

/** As many as a customer's page may ask at once: those of all predictions, of two versions where one was just changed. */
const MOST_KEPT = 20;
const keptOf = remembered<Store, undefined, ReturnType<typeof lastFew<FittedTask>>>(
  () => lastFew(MOST_KEPT),
  () => "",
);

/**
 * The fitted model of a row, for questions about one customer: a document is up to some megabytes of JSON, which whoever answers
 * readers should not read again for each. Models never change; the last ones asked are kept.
 */
export function recallModel(store: Store, modelId: number): Promise<FittedTask> {
  return keptOf(store, undefined)(String(modelId), () => loadModel(store, modelId));
}
