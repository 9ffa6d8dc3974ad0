import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import { askRun } from "./ask-run.ts";
import { listRuns, type Run } from "./run.ts";

type AskTraining = {
  readonly deps: PredictDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string };
};

const LOOKED_AT = 20;

/** Asks for a training now; where one is open already, that is it. */
export async function askTraining({ deps, actor, input }: AskTraining): Promise<Result<Run, Problem>> {
  const { store, clock } = deps;
  const prediction = await findPrediction(store, input.code);
  if (prediction === undefined) return err(problem("not_found"));
  const at = clock.now();
  await store.write([
    askRun({ predictionId: prediction.id, kind: "train", cause: "operator", askedBy: `${actor.kind} ${actor.id}`, at }),
    auditIfChanged({ at, actor, action: "ask-training", subject: { kind: "prediction", id: input.code } }),
  ]);
  const open = (await listRuns(store, prediction.id, LOOKED_AT)).find(({ kind }) => kind === "train");
  return open === undefined ? err(problem("not_found")) : ok(open);
}
