import { type AuditActor, auditIfChanged, auditStatement } from "#access/audit.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import type { Query } from "#store/store.ts";
import { findPrediction, type Prediction, type PredictionInput } from "./prediction.ts";

/** D1 takes 100 columns a table; a prediction has two in customer_scores. */
const MAX_PREDICTIONS = 49;

type PutPrediction = {
  readonly deps: PredictDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly prediction: PredictionInput };
};

/**
 * Declares a prediction and gives it its typed columns, or changes it. Task and subject never change: scores hang on them. Other
 * settings are another version, which is trained with the next turn.
 */
export async function putPrediction({ deps, actor, input }: PutPrediction): Promise<Result<Prediction, Problem>> {
  const { store } = deps;
  const known = await findPrediction(store, input.code);
  const isThere = known !== undefined || !(await declare({ deps, actor, input }));
  if (isThere) {
    const changed = await change({ deps, actor, input });
    if (changed !== undefined) return err(changed);
  }
  const saved = await findPrediction(store, input.code);
  return saved === undefined
    ? err(problem("conflict", `A vendor has at most ${MAX_PREDICTIONS} predictions.`))
    : ok(saved);
}

/** False where somebody else declared it, or the last free place was taken, in the meantime: nothing was written then. */
async function declare({ deps, actor, input }: PutPrediction): Promise<boolean> {
  const { code, prediction } = input;
  const at = deps.clock.now();
  // A code of null breaks NOT NULL and takes the whole batch with it, the new columns too.
  const define: Query = {
    sql: `insert into predictions (code, title, task, subject, settings, state, has_column, created_at, updated_at)
      select case when (select count(*) from predictions) < ${MAX_PREDICTIONS} then ? end, ?, ?, ?, ?, ?, 1, ?, ?`,
    params: [
      code,
      prediction.title,
      prediction.task,
      prediction.subject,
      JSON.stringify(prediction.settings),
      prediction.state,
      at,
      at,
    ],
  };
  const add = (column: string): Query => ({ sql: `alter table customer_scores add column ${column}`, params: [] });
  try {
    await deps.store.write([
      define,
      add(`s_${code} real`),
      add(`u_${code} integer`),
      auditStatement({
        at,
        actor,
        action: "declare-prediction",
        subject: { kind: "prediction", id: code },
        detail: prediction,
      }),
      // Rules may ask for it from now on.
      catalogueChanged(at),
    ]);
    return true;
  } catch (cause) {
    if (cause instanceof Error && /constraint failed|duplicate column/i.test(cause.message)) return false;
    throw cause;
  }
}

async function change({ deps, actor, input }: PutPrediction): Promise<Problem | undefined> {
  const { code, prediction } = input;
  const { title, task, subject, state } = prediction;
  const settings = JSON.stringify(prediction.settings);
  const at = deps.clock.now();
  await deps.store.write([
    {
      sql: `update predictions set title = ?1, state = ?2, version = version + (settings <> ?3), settings = ?3, updated_at = ?4
        where code = ?5 and task = ?6 and subject = ?7 and (title <> ?1 or state <> ?2 or settings <> ?3)`,
      params: [title, state, settings, at, code, task, subject],
    },
    auditIfChanged({
      at,
      actor,
      action: "change-prediction",
      subject: { kind: "prediction", id: code },
      detail: prediction,
    }),
  ]);
  const known = await findPrediction(deps.store, code);
  if (known === undefined) return problem("conflict", `A vendor has at most ${MAX_PREDICTIONS} predictions.`);
  const isSame = known.task === task && known.subject === subject;
  return isSame
    ? undefined
    : problem("conflict", "Task and subject of a prediction never change: declare another one.");
}
