import type { Cluster } from "#predict/clusters/cluster-model.ts";
import type { Need } from "#predict/clusters/find-needs.ts";

/** What one candidate showed on rows that it did not learn from. */
export type CandidateEvidence = {
  readonly candidate: string;
  readonly logLoss: number;
  readonly auc: number;
  readonly brier: number;
  readonly ece: number;
  readonly isChosen: boolean;
  /** What was settled by the same evidence, such as a penalty or the number of trees. */
  readonly settings: Readonly<Record<string, unknown>>;
};

/** What one candidate for an amount showed on rows that it did not learn from. */
export type AmountEvidence = {
  readonly candidate: string;
  /** Half of Tweedie's mean deviance, up to a constant. */
  readonly deviance: number;
  readonly meanAbsoluteError: number;
  readonly rootMeanSquaredError: number;
  readonly normalisedGini: number;
  readonly isChosen: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
};

/** What one candidate for the time of the next event showed on rows that it did not learn from. */
export type TimingEvidence = {
  readonly candidate: string;
  /** Mean Brier score over the time that was looked ahead. */
  readonly integratedBrier: number;
  readonly concordance: number;
  readonly isChosen: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
};

/** What one candidate for whom a contact moves showed on rows that it did not learn from. */
export type UpliftEvidence = {
  readonly candidate: string;
  readonly qini: number;
  readonly qiniInterval: { readonly low: number; readonly high: number };
  /** Extra events per contact among the best 30 %. */
  readonly upliftOfBest30: number;
  readonly isChosen: boolean;
};

/** What one rule for what is bought next showed on baskets that it did not learn from. */
export type NextEvidence = {
  readonly candidate: string;
  readonly recallAt10: number;
  readonly hitAt5: number;
  readonly isChosen: boolean;
};

/** How stable one number of clusters was. */
export type ClusterEvidence = {
  readonly candidate: string;
  readonly stability: number;
  readonly standardError: number;
  readonly isChosen: boolean;
};

/** What a model is, what it was made of and what may be expected of it (Mitchell et al. 2019), as a JSON value. */
export type ModelCard = {
  readonly task: string;
  readonly model: string;
  readonly version: number;
  readonly target: string;
  readonly inputs: readonly string[];
  readonly madeOf: {
    readonly rows: number;
    readonly events: number;
    readonly rate: number;
    readonly sampledRows?: number;
  };
  /** How the evidence was won, in words. */
  readonly evidenceBy: string;
  readonly evidence:
    | readonly CandidateEvidence[]
    | readonly AmountEvidence[]
    | readonly TimingEvidence[]
    | readonly UpliftEvidence[]
    | readonly NextEvidence[]
    | readonly ClusterEvidence[];
  readonly choice: string;
  readonly calibration: {
    readonly method: string;
    readonly evidence: ReadonlyArray<Readonly<Record<string, unknown>>>;
  };
  /** What moves the score most on average, strongest first: mean absolute contribution in log-odds. */
  readonly importance: ReadonlyArray<{ readonly column: string; readonly meanContribution: number }>;
  readonly expiresAfterDays: number;
  readonly seed: number;
  readonly caution: readonly string[];
  /** Of a cluster task: who they are, what sets each apart, and what each has more often than others. */
  readonly clusters?: ReadonlyArray<Cluster & { readonly needs: readonly Need[] }>;
  /** Of a task that is made of others: their cards. */
  readonly parts?: readonly ModelCard[];
};
