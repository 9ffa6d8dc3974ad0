import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import { askRun } from "#predict/registry/runs/ask-run.ts";
import { findModel, type RegisteredModel } from "./model.ts";

type PromoteModel = {
  readonly deps: PredictDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly version: number };
};

/**
 * Makes a model the one whose scores count, whatever the evidence said: the way back to an earlier one, or on to a challenger.
 * All are scored anew by it.
 */
export async function promoteModel({ deps, actor, input }: PromoteModel): Promise<Result<RegisteredModel, Problem>> {
  const { store, clock } = deps;
  const prediction = await findPrediction(store, input.code);
  const model = prediction === undefined ? undefined : await findModel(store, prediction.id, input.version);
  if (prediction === undefined || model === undefined) return err(problem("not_found"));
  if (model.size === 0) return err(problem("conflict", "Its document is no longer kept."));
  const at = clock.now();
  await store.write([
    {
      sql: `update prediction_models set state = 'retired' where prediction_id = ?1 and state = 'champion' and version <> ?2
        and exists (select 1 from prediction_models where prediction_id = ?1 and version = ?2 and size > 0)`,
      params: [prediction.id, input.version],
    },
    {
      sql: "update prediction_models set state = 'champion' where prediction_id = ? and version = ? and state <> 'champion' and size > 0",
      params: [prediction.id, input.version],
    },
    auditIfChanged({
      at,
      actor,
      action: "promote-model",
      subject: { kind: "prediction", id: input.code },
      detail: { version: input.version },
    }),
    askRun({ predictionId: prediction.id, kind: "score", cause: "champion", askedBy: `${actor.kind} ${actor.id}`, at }),
  ]);
  const promoted = await findModel(store, prediction.id, input.version);
  return promoted === undefined ? err(problem("not_found")) : ok(promoted);
}
