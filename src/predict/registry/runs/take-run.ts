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
