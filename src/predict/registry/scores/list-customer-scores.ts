import type { Store } from "#store/store.ts";

/** What a model says of a customer, with its reasons. */
export type CustomerScore = {
  readonly code: string;
  readonly title: string;
  readonly task: string;
  readonly horizonDays: number;
  /** Of the model. */
  readonly version: number;
  readonly score: number;
  /** Chances by day (p30), quantiles, a cluster's name, what is bought next. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** Strongest first; undefined where they are worked out when somebody asks (explain-score.ts). */
  readonly reasons: readonly string[] | undefined;
  readonly scoredAt: number;
  readonly expiresAt: number;
};

type ScoreRow = Omit<CustomerScore, "extra" | "reasons"> & {
  readonly extra: string | null;
  readonly reasons: string | null;
};

/** By the primary key of score_details; predictions are few. */
export async function listCustomerScores(
  store: Pick<Store, "read">,
  customerId: number,
): Promise<readonly CustomerScore[]> {
  const rows = await store.read<ScoreRow>({
    sql: `select p.code, p.title, p.task, m.horizon_days as horizonDays, m.version, d.score, d.extra, d.reasons,
        d.scored_at as scoredAt, d.expires_at as expiresAt
      from score_details d cross join predictions p on p.id = d.prediction_id and p.state = 'live'
        cross join prediction_models m on m.id = d.model_id
      where d.customer_id = ? order by p.code`,
    params: [customerId],
  });
  return rows.map(({ extra, reasons, ...row }) => ({
    ...row,
    extra: extra === null ? {} : (JSON.parse(extra) as Record<string, unknown>),
    reasons: reasons === null ? undefined : (JSON.parse(reasons) as string[]),
  }));
}
