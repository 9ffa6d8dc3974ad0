import { DAY_MS } from "#kernel/clock.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";

const RUNS_KEPT_DAYS = 90;
const EXPIRED_KEPT_DAYS = 30;
/** Documents of each prediction's newest models: the way back. Cards stay for good. */
const DOCUMENTS_KEPT = 10;
const SLICE = 2_000;

/**
 * Takes away, a slice at a time, what nobody needs any more. Scores of a live prediction are renewed or go with each scoring; of one
 * that is off they go here. By prediction_runs_by_end and score_details_by_score.
 */
export async function forgetRuns({ store, clock }: PredictDeps): Promise<void> {
  const now = clock.now();
  const old = `select id from prediction_models m where state <> 'champion' and size > 0 and version <=
    (select max(version) from prediction_models n where n.prediction_id = m.prediction_id) - ${DOCUMENTS_KEPT}`;
  const expired = (table: string) => ({
    sql: `delete from ${table} where rowid in (select s.rowid from predictions p cross join ${table} s on s.prediction_id = p.id
      where p.state = 'off' and s.expires_at < ? limit ${SLICE})`,
    params: [now - EXPIRED_KEPT_DAYS * DAY_MS],
  });
  await store.write([
    {
      sql: `delete from prediction_runs where id in (select id from prediction_runs where finished_at < ? order by finished_at limit ${SLICE})`,
      params: [now - RUNS_KEPT_DAYS * DAY_MS],
    },
    { sql: `delete from prediction_model_parts where model_id in (${old})`, params: [] },
    { sql: `update prediction_models set size = 0 where id in (${old})`, params: [] },
    expired("score_details"),
    expired("account_scores"),
  ]);
}
