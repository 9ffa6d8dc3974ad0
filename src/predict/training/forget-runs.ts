import { DAY_MS } from "#kernel/clock.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";

const RUNS_KEPT_DAYS = 90;
/** Documents of each prediction's newest models: the way back. Cards stay for good. */
const DOCUMENTS_KEPT = 10;
const SLICE = 2_000;

/** Takes away, a slice at a time, runs and documents that nobody needs any more. Scores go with each scoring. By prediction_runs_by_end. */
export async function forgetRuns({ store, clock }: PredictDeps): Promise<void> {
  const now = clock.now();
  const old = `select id from prediction_models m where state <> 'champion' and size > 0 and version <=
    (select max(version) from prediction_models n where n.prediction_id = m.prediction_id) - ${DOCUMENTS_KEPT}`;
  await store.write([
    {
      sql: `delete from prediction_runs where id in (select id from prediction_runs where finished_at < ? order by finished_at limit ${SLICE})`,
      params: [now - RUNS_KEPT_DAYS * DAY_MS],
    },
    { sql: `delete from prediction_model_parts where model_id in (${old})`, params: [] },
    { sql: `update prediction_models set size = 0 where id in (${old})`, params: [] },
  ]);
}
