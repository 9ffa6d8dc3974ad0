import type { PredictDeps } from "#predict/predict-deps.ts";
import type { Query } from "#store/store.ts";
import { RUN_COLUMNS, type Run } from "./run.ts";

/** Longer than a slice of a scoring, or a fit, takes: no second worker takes a run in use. */
const LEASE_MS = { train: 3_600_000, score: 600_000 } as const;

/** The oldest run that waits, or whose worker is gone, of the kinds that this runtime may do. By prediction_runs_by_end. */
export async function takeRun({ store, clock }: PredictDeps, kinds: readonly Run["kind"][]): Promise<Run | undefined> {
  const now = clock.now();
  const [rows = []] = await store.write<Run>([
    {
      sql: `update prediction_runs set state = 'running', lease_until = ?1 + case kind when 'train' then ${LEASE_MS.train} else ${LEASE_MS.score} end
        where id = (select id from prediction_runs where finished_at is null and (state = 'waiting' or lease_until < ?1)
          and kind in (select value from json_each(?2)) order by id limit 1)
        returning ${RUN_COLUMNS}`,
      params: [now, JSON.stringify(kinds)],
    },
  ]);
  return rows[0];
}

/** Further scorings that wait, of predictions about the same subject: they go over the same ids. By prediction_runs_by_end. */
export async function takeScoringsBeside(
  { store, clock }: PredictDeps,
  { run, most }: { readonly run: Pick<Run, "id" | "predictionId">; readonly most: number },
): Promise<readonly Run[]> {
  const now = clock.now();
  const [rows = []] = await store.write<Run>([
    {
      sql: `update prediction_runs set state = 'running', lease_until = ?1 + ${LEASE_MS.score}
        where id in (select r.id from prediction_runs r cross join predictions p on p.id = r.prediction_id
          where r.finished_at is null and (r.state = 'waiting' or r.lease_until < ?1) and r.kind = 'score' and r.id <> ?2
            and p.subject = (select subject from predictions where id = ?3) order by r.id limit ?4)
        returning ${RUN_COLUMNS}`,
      params: [now, run.id, run.predictionId, Math.max(0, most)],
    },
  ]);
  return rows;
}

/** What a turn has not come to the end of waits for the next one. */
export function leaveRuns(runs: ReadonlyArray<Pick<Run, "id">>): readonly Query[] {
  return runs.map(({ id }) => ({
    sql: "update prediction_runs set state = 'waiting', lease_until = null where id = ? and finished_at is null",
    params: [id],
  }));
}

/** The end of a scoring, while the model that it asked is still the one that it shall ask; gives the run where it was ended. */
export function endScoring(
  run: Pick<Run, "id">,
  { modelId, step, at }: { modelId: number; step: string; at: number },
): Query {
  return {
    sql: `update prediction_runs set state = 'done', step = ?, finished_at = ?, lease_until = null
      where id = ? and model_id = ? and finished_at is null returning id`,
    params: [step.slice(0, 1_000), at, run.id, modelId],
  };
}

/** A run that broke. */
export function failRun(run: Pick<Run, "id">, cause: unknown, at: number): Query {
  return endRun(run, { state: "failed", step: `It broke: ${cause instanceof Error ? cause.name : "unknown"}.`, at });
}

export function endRun(
  run: Pick<Run, "id">,
  { state, step, at }: { state: "done" | "failed"; step: string; at: number },
): Query {
  return {
    sql: "update prediction_runs set state = ?, step = ?, finished_at = ?, lease_until = null where id = ? and finished_at is null",
    params: [state, step.slice(0, 1_000), at, run.id],
  };
}

export function tellStep(run: Pick<Run, "id">, step: string): Query {
  return { sql: "update prediction_runs set step = ? where id = ?", params: [step.slice(0, 1_000), run.id] };
}

/** Gives back what this process' predecessor held; only where it alone has the database. */
export function releaseRuns(): Query {
  return {
    sql: "update prediction_runs set state = 'waiting', lease_until = null where finished_at is null",
    params: [],
  };
}
