import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A question that the vendor has answered about each customer or account: a task with its settings. */
export const predictions = sqliteTable("predictions", {
  id: integer().primaryKey({ autoIncrement: true }),
  /** what rules and columns call it: hit_and_run */
  code: text().notNull().unique(),
  title: text().notNull(),
  /** a task of src/predict/tasks */
  task: text().notNull(),
  /** customer | account */
  subject: text().notNull(),
  /** JSON of PredictionSettings (src/predict/registry/prediction.ts) */
  settings: text().notNull(),
  /** live | off */
  state: text().notNull().default("live"),
  /** 1 where customer_scores has the columns s_<code> and u_<code> */
  hasColumn: integer("has_column").notNull(),
  /** grows when task or settings change */
  version: integer().notNull().default(1),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** A fitted model. Never changed, but for its state and for what was measured of its drift. */
export const predictionModels = sqliteTable(
  "prediction_models",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    predictionId: integer("prediction_id").notNull(),
    /** from 1, for each prediction */
    version: integer().notNull(),
    /** champion | challenger | retired */
    state: text().notNull(),
    /** JSON of RegisteredCard (src/predict/registry/model.ts) */
    card: text().notNull(),
    /** JSON: spreads of inputs and scores at its evaluation, to see later whether people are still the same */
    profiles: text().notNull(),
    /** JSON of Drift (src/predict/scoring/measure-drift.ts); null until it was measured */
    drift: text(),
    /** the end of what it learnt from, epoch ms */
    cutAt: integer("cut_at").notNull(),
    horizonDays: integer("horizon_days").notNull(),
    featuresVersion: integer("features_version").notNull(),
    trainedAt: integer("trained_at").notNull(),
    /** operator | schedule | alarm */
    cause: text().notNull(),
    /** length of the document */
    size: integer().notNull(),
  },
  (table) => [
    uniqueIndex("prediction_models_key").on(table.predictionId, table.version),
    uniqueIndex("prediction_models_champion")
      .on(table.predictionId)
      .where(sql`state = 'champion'`),
  ],
);

/** The document of a model, cut into pieces that every database takes. */
export const predictionModelParts = sqliteTable(
  "prediction_model_parts",
  {
    modelId: integer("model_id").notNull(),
    no: integer().notNull(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.modelId, table.no] })],
);

/** A training or a scoring: asked for, under way or over. */
export const predictionRuns = sqliteTable(
  "prediction_runs",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    predictionId: integer("prediction_id").notNull(),
    /** train | score */
    kind: text().notNull(),
    /** operator | schedule | alarm | champion */
    cause: text().notNull(),
    /** whoever asked: `operator <id>`, `key <id>`, `system` */
    askedBy: text("asked_by").notNull(),
    /** waiting | running | done | failed */
    state: text().notNull().default("waiting"),
    /** what is being done, in words */
    step: text().notNull().default(""),
    /** a scoring: the model, the end of what it knows, up to which id it came, and how many it scored */
    modelId: integer("model_id"),
    cutAt: integer("cut_at"),
    scoredTo: integer("scored_to").notNull().default(0),
    scored: integer().notNull().default(0),
    askedAt: integer("asked_at").notNull(),
    leaseUntil: integer("lease_until"),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    // One of a kind is open at a time: whoever asks again asks for that one.
    uniqueIndex("prediction_runs_open")
      .on(table.predictionId, table.kind)
      .where(sql`finished_at is null`),
    index("prediction_runs_by_prediction").on(table.predictionId, table.id),
    index("prediction_runs_by_end").on(table.finishedAt),
  ],
);

/**
 * The wide projection that rules read: of each prediction the columns s_<code>, its score, and u_<code>, until when it may be
 * used. They are added when a prediction is declared.
 */
export const customerScores = sqliteTable("customer_scores", {
  customerId: integer("customer_id").primaryKey(),
});

const score = {
  predictionId: integer("prediction_id").notNull(),
  modelId: integer("model_id").notNull(),
  score: real().notNull(),
  /** JSON: chances by time, quantiles, the cluster's name, what is bought next */
  extra: text(),
  /** JSON array of texts, strongest first; null: worked out when somebody asks */
  reasons: text(),
  scoredAt: integer("scored_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
};

/** A score of a customer with its model, its reasons and its expiry. */
export const scoreDetails = sqliteTable(
  "score_details",
  { customerId: integer("customer_id").notNull(), ...score },
  (table) => [primaryKey({ columns: [table.customerId, table.predictionId] })],
);

/** A score of an account. */
export const accountScores = sqliteTable(
  "account_scores",
  { accountId: integer("account_id").notNull(), ...score },
  (table) => [primaryKey({ columns: [table.accountId, table.predictionId] })],
);

/** A rule over predictions, and every version of it: a version is never changed. */
export const predictionRules = sqliteTable(
  "prediction_rules",
  {
    code: text().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    /** propensity | timing | cluster */
    kind: text().notNull(),
    /** code of the prediction; null where the rule is CEL */
    prediction: text(),
    /** of its model; null: whichever is champion */
    modelVersion: integer("model_version"),
    /** CEL source; null where the rule is a model with a threshold */
    source: text(),
    /** what predicted() stands for: source, or score and threshold, within the dates */
    condition: text().notNull(),
    /** JSON array of the characteristics that its model may use */
    inputs: text().notNull(),
    threshold: real(),
    /** dates where the customer lives, both included */
    startsOn: text("starts_on"),
    endsOn: text("ends_on"),
    /** `operator <id>` or `key <id>` */
    author: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.code, table.version] })],
);
