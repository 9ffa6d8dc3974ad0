import type { Store } from "#store/store.ts";

/** Leaves what is declared, and nothing that was learnt or scored; all is live. */
export async function forgetPredictions(store: Store): Promise<void> {
  const tables = ["prediction_runs", "prediction_model_parts", "prediction_models", "score_details", "customer_scores"];
  for (const table of tables) await store.write([{ sql: `delete from ${table}`, params: [] }]);
  await store.write([{ sql: "update predictions set state = 'live'", params: [] }]);
}
