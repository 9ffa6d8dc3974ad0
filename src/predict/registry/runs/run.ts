import type { Store } from "#store/store.ts";

/** A training or a scoring as its row tells. */
export type Run = {
  readonly id: number;
  readonly predictionId: number;
  readonly kind: "train" | "score";
  readonly cause: string;
  readonly state: "waiting" | "running" | "done" | "failed";
  /** What is being done, or why it failed, in words. */
  readonly step: string;
  readonly modelId: number | null;
  readonly cutAt: number | null;
  readonly scoredTo: number;
  readonly scored: number;
  readonly askedAt: number;
  readonly finishedAt: number | null;
};

export const RUN_COLUMNS = `id, prediction_id as predictionId, kind, cause, state, step, model_id as modelId, cut_at as cutAt,
  scored_to as scoredTo, scored, asked_at as askedAt, finished_at as finishedAt`;

/** The newest first. By prediction_runs_by_prediction. */
export function listRuns(store: Pick<Store, "read">, predictionId: number, limit: number): Promise<readonly Run[]> {
  return store.read<Run>({
    sql: `select ${RUN_COLUMNS} from prediction_runs where prediction_id = ? order by id desc limit ?`,
    params: [predictionId, limit],
  });
}
