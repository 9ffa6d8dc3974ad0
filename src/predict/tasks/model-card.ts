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
  readonly evidence: readonly CandidateEvidence[] | readonly AmountEvidence[];
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
};
