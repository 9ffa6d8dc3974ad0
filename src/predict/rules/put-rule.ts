import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { catalogueChanged } from "#catalogue/settings.ts";
import { loadVocabulary } from "#catalogue/vocabulary.ts";
import { checkRule } from "#content/check-rule.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import { findChampion, findModel, type RegisteredModel } from "#predict/registry/models/model.ts";
import { findPrediction } from "#predict/registry/prediction.ts";
import type { Store } from "#store/store.ts";
import { conditionOf } from "./condition-of.ts";
import { listRuleVersions, type PredictionRule, type PredictionRuleInput } from "./prediction-rule.ts";

type PutRule = {
  readonly deps: PredictDeps;
  readonly actor: AuditActor;
  readonly input: { readonly code: string; readonly rule: PredictionRuleInput };
};

/** Makes a rule over predictions, or a further version of it: one that was never changes. The same again changes nothing. */
export async function putRule({ deps, actor, input }: PutRule): Promise<Result<PredictionRule, Problem>> {
  const { store, clock } = deps;
  const { code, rule } = input;
  const inputs = await allowedInputs(store, rule);
  if (!inputs.ok) return inputs;
  const condition = conditionOf(rule);
  const vocabulary = await loadVocabulary(store);
  const checked = checkRule(condition, {
    ...vocabulary,
    product: {},
    context: { date: "date" },
    subject: "customer",
    predicted: undefined,
  });
  if (!checked.ok) {
    return refused(
      checked.error.map(({ message }) => ({ pointer: rule.when === undefined ? "/prediction" : "/when", message })),
    );
  }
  const at = clock.now();
  const text = JSON.stringify(inputs.value);
  await store.write([
    {
      sql: `insert into prediction_rules (code, version, title, kind, prediction, model_version, source, condition, inputs, threshold,
          starts_on, ends_on, author, created_at)
        select ?1, coalesce((select max(version) from prediction_rules where code = ?1), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13
        where not exists (select 1 from prediction_rules r where code = ?1 and title = ?2 and kind = ?3 and condition = ?7
          and inputs = ?8 and model_version is ?5 and version = (select max(version) from prediction_rules n where n.code = ?1))`,
      params: [
        code,
        rule.title,
        rule.kind,
        rule.prediction ?? null,
        rule.modelVersion ?? null,
        rule.when ?? null,
        condition,
        text,
        rule.threshold ?? null,
        rule.startsOn,
        rule.endsOn,
        `${actor.kind} ${actor.id}`,
        at,
      ],
    },
    auditIfChanged({
      at,
      actor,
      action: "put-prediction-rule",
      subject: { kind: "prediction-rule", id: code },
      detail: { ...rule },
    }),
    // Rules of the catalogue may ask for it by its code.
    catalogueChanged(at),
  ]);
  const [saved] = await listRuleVersions(store, code);
  return saved === undefined ? err(problem("not_found")) : ok(saved);
}

function refused(faults: readonly Fault[]): Result<never, Problem> {
  return err(problem("invalid_content", undefined, faults));
}

/** The characteristics that the rule's model may use; a refusal where it is not there, or uses others. */
async function allowedInputs(store: Store, rule: PredictionRuleInput): Promise<Result<readonly string[], Problem>> {
  if (rule.prediction === undefined) return ok(rule.inputs ?? []);
  const prediction = await findPrediction(store, rule.prediction);
  if (prediction === undefined) return refused([{ pointer: "/prediction", message: "There is no such prediction." }]);
  const model = await modelOf(store, prediction.id, rule.modelVersion);
  if (model === undefined && rule.modelVersion !== undefined) {
    return refused([{ pointer: "/modelVersion", message: "There is no such version of its model." }]);
  }
  const used = model?.card.model.inputs ?? [];
  const other = rule.inputs === undefined ? undefined : used.find((name) => rule.inputs?.includes(name) !== true);
  if (other !== undefined) {
    return refused([
      { pointer: "/inputs", message: `The model uses "${other}" too: declare a prediction with these inputs alone.` },
    ]);
  }
  return ok(rule.inputs ?? used);
}

function modelOf(
  store: Store,
  predictionId: number,
  version: number | undefined,
): Promise<RegisteredModel | undefined> {
  return version === undefined ? findChampion(store, predictionId) : findModel(store, predictionId, version);
}
