import type { ChanceEvaluation } from "#predict/evaluate/evaluate-chances.ts";
import type { ColumnProfile } from "#predict/evaluate/drift.ts";
import type { ModelCard } from "#predict/tasks/model-card.ts";
import type { Store } from "#store/store.ts";

/** What a model showed on what came after all that it learnt from. */
export type HeldOut = {
  /** Dates of the time that was foretold, both included. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  /** Mean of what champion and challenger are compared by: smaller is better. */
  readonly loss: { readonly name: string; readonly mean: number; readonly low: number; readonly high: number };
  /** Further figures by name: auc, brier, ece, meanAbsoluteError, recallAt10, … */
  readonly figures: Readonly<Record<string, number>>;
  /** Of chances: what a gains and a calibration picture are drawn from. */
  readonly chances?: ChanceEvaluation;
};

/** How it did beside the one that stood before it, on the same rows. */
export type Comparison = {
  /** Version of the other; absent where there was none, or where it could not be asked. */
  readonly champion?: number;
  readonly isBetter: boolean;
  /** Mean difference of losses (this one less the champion's) and its standard error. */
  readonly difference?: number;
  readonly standardError?: number;
  readonly words: string;
};

/** The card of a model of the ring, as a JSON value. */
export type RegisteredCard = {
  readonly prediction: string;
  readonly predictionVersion: number;
  readonly title: string;
  readonly subject: "customer" | "account";
  readonly data: {
    /** The last day that it learnt from. */
    readonly until: string;
    readonly subjects: number;
    /** Of so many in all; the same number where nobody was left out. */
    readonly ofSubjects: number;
    readonly rows: number;
    readonly featuresVersion: number;
  };
  /** Absent where nothing comes that could be held out: clusters. */
  readonly heldOut?: HeldOut;
  readonly comparison: Comparison;
  readonly model: ModelCard;
  readonly limits: readonly string[];
};

export type DriftReport = {
  readonly measuredAt: number;
  readonly verdict: "stable" | "watch" | "alarm";
  /** Population stability index of the scores, and of each input. */
  readonly scores: number;
  readonly inputs: ReadonlyArray<{ readonly column: string; readonly psi: number; readonly verdict: string }>;
};

/** How people were spread where the model was judged. */
export type Profiles = { readonly inputs: readonly ColumnProfile[]; readonly scores: readonly ColumnProfile[] };

export type ModelState = "champion" | "challenger" | "retired";

export type RegisteredModel = {
  readonly id: number;
  readonly predictionId: number;
  readonly version: number;
  readonly state: ModelState;
  readonly card: RegisteredCard;
  readonly profiles: Profiles;
  readonly drift: DriftReport | undefined;
  readonly cutAt: number;
  readonly horizonDays: number;
  readonly featuresVersion: number;
  readonly trainedAt: number;
  readonly cause: string;
  readonly size: number;
};

type ModelRow = Omit<RegisteredModel, "card" | "profiles" | "drift"> & {
  readonly card: string;
  readonly profiles: string;
  readonly drift: string | null;
};

const COLUMNS = `id, prediction_id as predictionId, version, state, card, profiles, drift, cut_at as cutAt,
  horizon_days as horizonDays, features_version as featuresVersion, trained_at as trainedAt, cause, size`;

/** The newest first. By prediction_models_key. */
export async function listModels(
  store: Pick<Store, "read">,
  predictionId: number,
): Promise<readonly RegisteredModel[]> {
  const rows = await store.read<ModelRow>({
    sql: `select ${COLUMNS} from prediction_models where prediction_id = ? order by version desc`,
    params: [predictionId],
  });
  return rows.map(modelOf);
}

export async function findModel(
  store: Pick<Store, "read">,
  predictionId: number,
  version: number,
): Promise<RegisteredModel | undefined> {
  const [row] = await store.read<ModelRow>({
    sql: `select ${COLUMNS} from prediction_models where prediction_id = ? and version = ?`,
    params: [predictionId, version],
  });
  return row === undefined ? undefined : modelOf(row);
}

/** By prediction_models_champion. */
export async function findChampion(
  store: Pick<Store, "read">,
  predictionId: number,
): Promise<RegisteredModel | undefined> {
  const [row] = await store.read<ModelRow>({
    sql: `select ${COLUMNS} from prediction_models where prediction_id = ? and state = 'champion'`,
    params: [predictionId],
  });
  return row === undefined ? undefined : modelOf(row);
}

function modelOf({ card, profiles, drift, ...row }: ModelRow): RegisteredModel {
  return {
    ...row,
    card: JSON.parse(card) as RegisteredCard,
    profiles: JSON.parse(profiles) as Profiles,
    drift: drift === null ? undefined : (JSON.parse(drift) as DriftReport),
  };
}
