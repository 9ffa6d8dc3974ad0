import { type AuditActor, auditStatement } from "#access/audit.ts";
import type { PredictDeps } from "#predict/predict-deps.ts";
import type { Statement } from "#store/store.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import { askRun } from "#predict/registry/runs/ask-run.ts";
import { listModels, type Profiles, type RegisteredCard } from "./model.ts";

/** A piece that every database takes as one parameter. */
const PART_LENGTH = 400_000;

export type NewModel = {
  readonly prediction: Prediction;
  readonly document: string;
  readonly card: RegisteredCard;
  readonly profiles: Profiles;
  readonly cutAt: number;
  readonly cause: string;
};

/**
 * Keeps a fitted model, in one batch with what becomes of those before it: the champion goes where this one is better, and of
 * challengers only the newest stands. A new champion's scores are asked for in the same batch. Gives its version.
 */
export async function saveModel({ store, clock }: PredictDeps, model: NewModel): Promise<number> {
  const { prediction, document, card, profiles, cutAt, cause } = model;
  const [newest] = await listModels(store, prediction.id);
  const version = (newest?.version ?? 0) + 1;
  const at = clock.now();
  const isChampion = card.comparison.isBetter;
  const parts = Array.from({ length: Math.ceil(document.length / PART_LENGTH) }, (_, no) =>
    document.slice(no * PART_LENGTH, (no + 1) * PART_LENGTH),
  );
  const own = "(select id from prediction_models where prediction_id = ?1 and version = ?2)";
  const retire = isChampion ? "state <> 'retired'" : "state = 'challenger'";
  const statements: Statement[] = [
    {
      sql: `update prediction_models set state = 'retired' where prediction_id = ?1 and ${retire}`,
      params: [prediction.id],
    },
    {
      sql: `insert into prediction_models (prediction_id, version, state, card, profiles, cut_at, horizon_days, features_version,
          trained_at, cause, size) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      params: [
        prediction.id,
        version,
        isChampion ? "champion" : "challenger",
        JSON.stringify(card),
        JSON.stringify(profiles),
        cutAt,
        prediction.settings.horizonDays,
        card.data.featuresVersion,
        at,
        cause,
        document.length,
      ],
    },
    ...parts.map((body, no) => ({
      sql: `insert into prediction_model_parts (model_id, no, body) select ${own}, ?3, ?4`,
      params: [prediction.id, version, no, body],
    })),
    auditStatement({
      at,
      actor: clockwork,
      action: "train-prediction",
      subject: { kind: "prediction", id: prediction.code },
      detail: { version, cause, state: isChampion ? "champion" : "challenger" },
    }),
    ...(isChampion
      ? [askRun({ predictionId: prediction.id, kind: "score", cause: "champion", askedBy: "system", at })]
      : []),
  ];
  await store.write(statements);
  return version;
}

const clockwork: AuditActor = { kind: "system", id: "predictions" };
