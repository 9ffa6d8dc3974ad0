import type { Query } from "#store/store.ts";

export type AskedRun = {
  readonly predictionId: number;
  readonly kind: "train" | "score";
  /** champion: another model has come to count. */
  readonly cause: "operator" | "schedule" | "alarm" | "champion";
  readonly askedBy: string;
  /** epoch ms */
  readonly at: number;
};

/**
 * Asks for a training or a scoring. One of a kind is open at a time: where there is one already, that is it; but a scoring for
 * a new champion begins anew.
 */
export function askRun({ predictionId, kind, cause, askedBy, at }: AskedRun): Query {
  return {
    sql: `insert into prediction_runs (prediction_id, kind, cause, asked_by, asked_at) values (?, ?, ?, ?, ?)
      on conflict (prediction_id, kind) where finished_at is null do update set scored_to = 0, scored = 0, model_id = null,
        cut_at = null where excluded.cause = 'champion'`,
    params: [predictionId, kind, cause, askedBy, at],
  };
}
