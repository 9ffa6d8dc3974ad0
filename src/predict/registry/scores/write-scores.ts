import type { Prediction } from "#predict/registry/prediction.ts";
import type { Query } from "#store/store.ts";

/** What a model says of one customer or account. */
export type Score = {
  /** Number of the customer, or of the account. */
  readonly id: number;
  readonly score: number;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  /** Strongest first; absent: they are worked out when somebody asks (explain-score.ts). */
  readonly reasons: readonly string[] | undefined;
};

export type ScoredRange = {
  readonly prediction: Pick<Prediction, "id" | "code" | "subject">;
  readonly modelId: number;
  readonly after: number;
  readonly upTo: number;
  readonly scores: readonly Score[];
  readonly scoredAt: number;
  readonly expiresAt: number;
};

/**
 * Statements that make the scores of a range of ids what the model says now: those of whom it says nothing any more go, and a
 * second time changes nothing. Whoever was erased or merged meanwhile stays without.
 */
export function writeScores(range: ScoredRange): readonly Query[] {
  return range.prediction.subject === "customer" ? customerStatements(range) : accountStatements(range);
}

/** JSON of the scores; ?1 in the statements. */
function rowsOf({ scores }: ScoredRange): string {
  return JSON.stringify(
    scores.map(({ id, score, extra, reasons }) => [
      id,
      score,
      extra === undefined ? null : JSON.stringify(extra),
      reasons === undefined ? null : JSON.stringify(reasons),
    ]),
  );
}

const VALUES = "item.value ->> 1, item.value ->> 2, item.value ->> 3";
const NOT_AMONG = "not in (select value ->> 0 from json_each(?1))";
const UPSERT = `do update set model_id = excluded.model_id, score = excluded.score, extra = excluded.extra,
  reasons = excluded.reasons, scored_at = excluded.scored_at, expires_at = excluded.expires_at`;

function customerStatements(range: ScoredRange): readonly Query[] {
  const { prediction, modelId, after, upTo, scoredAt, expiresAt } = range;
  const rows = rowsOf(range);
  // A declared code has the form of a column's (put-prediction.ts).
  const [score, until] = [`s_${prediction.code}`, `u_${prediction.code}`];
  const live = `from json_each(?1) as item cross join customers c on c.id = item.value ->> 0
    where c.erased_at is null and c.merged_into is null`;
  return [
    {
      sql: `delete from score_details where customer_id > ?2 and customer_id <= ?3 and prediction_id = ?4 and customer_id ${NOT_AMONG}`,
      params: [rows, after, upTo, prediction.id],
    },
    {
      sql: `update customer_scores set ${score} = null, ${until} = null where customer_id > ?2 and customer_id <= ?3
        and ${until} is not null and customer_id ${NOT_AMONG}`,
      params: [rows, after, upTo],
    },
    {
      sql: `insert into score_details (customer_id, prediction_id, model_id, score, extra, reasons, scored_at, expires_at)
        select c.id, ?2, ?3, ${VALUES}, ?4, ?5 ${live} on conflict (customer_id, prediction_id) ${UPSERT}`,
      params: [rows, prediction.id, modelId, scoredAt, expiresAt],
    },
    {
      sql: `insert into customer_scores (customer_id, ${score}, ${until}) select c.id, item.value ->> 1, ?2 ${live}
        on conflict (customer_id) do update set ${score} = excluded.${score}, ${until} = excluded.${until}`,
      params: [rows, expiresAt],
    },
  ];
}

/** What rules read of a holder is the highest score among what she holds. */
function accountStatements(range: ScoredRange): readonly Query[] {
  const { prediction, modelId, after, upTo, scoredAt, expiresAt } = range;
  const rows = rowsOf(range);
  const [score, until] = [`s_${prediction.code}`, `u_${prediction.code}`];
  return [
    {
      sql: `delete from account_scores where account_id > ?2 and account_id <= ?3 and prediction_id = ?4 and account_id ${NOT_AMONG}`,
      params: [rows, after, upTo, prediction.id],
    },
    {
      sql: `insert into account_scores (account_id, prediction_id, model_id, score, extra, reasons, scored_at, expires_at)
        select a.id, ?2, ?3, ${VALUES}, ?4, ?5 from json_each(?1) as item cross join accounts a on a.id = item.value ->> 0
        where true on conflict (account_id, prediction_id) ${UPSERT}`,
      params: [rows, prediction.id, modelId, scoredAt, expiresAt],
    },
    {
      sql: `insert into customer_scores (customer_id, ${score}, ${until})
        select h.customer_id, max(t.score), min(t.expires_at) from account_holders held
          cross join account_holders h on h.customer_id = held.customer_id
          cross join account_scores t on t.account_id = h.account_id and t.prediction_id = ?3
        where held.account_id > ?1 and held.account_id <= ?2 group by h.customer_id
        on conflict (customer_id) do update set ${score} = excluded.${score}, ${until} = excluded.${until}`,
      params: [after, upTo, prediction.id],
    },
  ];
}
