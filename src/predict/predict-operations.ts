import type { Operation } from "#web/operation.ts";
import { getPrediction } from "./api/get-prediction.ts";
import { listCustomerScores } from "./api/list-customer-scores.ts";
import { listPredictionModels } from "./api/list-prediction-models.ts";
import { listPredictionRuleVersions } from "./api/list-prediction-rule-versions.ts";
import { listPredictionRules } from "./api/list-prediction-rules.ts";
import { listPredictionRuns } from "./api/list-prediction-runs.ts";
import { listPredictions } from "./api/list-predictions.ts";
import { promotePredictionModel } from "./api/promote-prediction-model.ts";
import { putPrediction } from "./api/put-prediction.ts";
import { putPredictionRule } from "./api/put-prediction-rule.ts";
import { trainPrediction } from "./api/train-prediction.ts";
import type { PredictDeps } from "./predict-deps.ts";

/** Everything that the API can do with predictions, a line each. */
export function predictOperations(deps: PredictDeps): readonly Operation[] {
  return [
    listPredictions(deps),
    getPrediction(deps),
    putPrediction(deps),
    trainPrediction(deps),
    listPredictionRuns(deps),
    listPredictionModels(deps),
    promotePredictionModel(deps),
    listCustomerScores(deps),
    listPredictionRules(deps),
    putPredictionRule(deps),
    listPredictionRuleVersions(deps),
  ];
}
