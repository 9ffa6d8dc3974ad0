import { type ColumnDrift, driftOf } from "#predict/evaluate/drift.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import type { DriftReport, RegisteredModel } from "#predict/registry/models/model.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import { driftInputs, scoresMatrix } from "#predict/training/profiles-of.ts";
import { findPopulation } from "#predict/training/range-of.ts";

type Measuring = {
  readonly prediction: Prediction;
  readonly model: RegisteredModel;
  /** The last day that the newest scores know. */
  readonly day: number;
};

/**
 * How far people have drifted from those by whom the champion was judged: of its scores and of its inputs. It is an alarm where
 * the scores are others, or more than a fifth of the inputs: one that moves alone is watched.
 */
export async function measureDrift(
  { store, clock }: PredictDeps,
  { prediction, model, day }: Measuring,
): Promise<DriftReport> {
  const now = await driftInputs(store, { prediction, inputs: model.card.model.inputs, day });
  const inputs = driftOf(model.profiles.inputs, now).toSorted((a, b) => b.psi - a.psi);
  const scores = await sampleScores(store, prediction);
  const [ofScores] = scores.length === 0 ? [] : driftOf(model.profiles.scores, scoresMatrix(scores));
  const report: DriftReport = {
    measuredAt: clock.now(),
    verdict: verdictOf(ofScores, inputs),
    scores: ofScores?.psi ?? 0,
    inputs,
  };
  await store.write([
    { sql: "update prediction_models set drift = ? where id = ?", params: [JSON.stringify(report), model.id] },
  ]);
  return report;
}

const MOST_ALARMS = 0.2;

function verdictOf(scores: ColumnDrift | undefined, inputs: readonly ColumnDrift[]): DriftReport["verdict"] {
  const alarms = inputs.filter(({ verdict }) => verdict === "alarm").length;
  if (scores?.verdict === "alarm" || alarms > MOST_ALARMS * inputs.length) return "alarm";
  return alarms > 0 || [scores, ...inputs].some((one) => one?.verdict === "watch") ? "watch" : "stable";
}

const SAMPLE = 5_000;

/** By the keys of the scores: every n-th id. */
async function sampleScores(store: PredictDeps["store"], { id, subject }: Prediction): Promise<Float64Array> {
  const { count, range } = await findPopulation(store, subject);
  const every = Math.max(1, Math.ceil(count / SAMPLE));
  const [table, owner] = subject === "customer" ? ["score_details", "customer_id"] : ["account_scores", "account_id"];
  const ids = Array.from({ length: Math.ceil(range.upTo / every) }, (_, index) => (index + 1) * every);
  const [row] = await store.read<{ found: string }>({
    sql: `select json_group_array(t.score) as found from json_each(?1) as item
      cross join ${table} t on t.${owner} = item.value and t.prediction_id = ?2`,
    params: [JSON.stringify(ids), id],
  });
  return Float64Array.from(row === undefined ? [] : (JSON.parse(row.found) as number[]));
}
