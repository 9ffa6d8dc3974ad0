import { DAY_MS } from "#kernel/clock.ts";
import type { Subject } from "#predict/features/feature-group.ts";
import type { Prediction } from "#predict/registry/prediction.ts";
import type { Query } from "#store/store.ts";

/** What a model says of a customer or account. */
export type Score = {
  /** Number of the customer, or of the account. */
  readonly id: number;
  readonly score: number;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  /** Strongest first; absent: they are worked out when somebody asks (explain-score.ts). */
  readonly reasons: readonly string[] | undefined;
};

/** What one prediction says of a range. */
export type Scored = {
  readonly prediction: Pick<Prediction, "id" | "code">;
  readonly modelId: number;
  readonly scores: readonly Score[];
  readonly expiresAt: number;
};

export type ScoredRange = {
  readonly subject: Subject;
  readonly after: number;
  readonly upTo: number;
  readonly scoredAt: number;
  readonly of: readonly Scored[];
};

/**
 * Statements that make the scores of a range of ids what the models say now: those of whom a model says nothing any more go, and a
 * second time changes nothing. Whoever was erased or merged meanwhile stays without.
 */
export function writeScores(range: ScoredRange): readonly Query[] {
  return range.subject === "customer" ? customerStatements(range) : range.of.flatMap((one) => accountRows(range, one));
}

/** What is over is kept so long, and then goes, whether or not its prediction is asked any more. */
const OVER_KEPT_MS = 30 * DAY_MS;

/** [id, prediction, model, expiry, score, extra, reasons]; ?1 in the statements. */
function detailsOf(of: readonly Scored[]): string {
  return JSON.stringify(
    of.flatMap(({ prediction, modelId, scores, expiresAt }) =>
      scores.map(({ id, score, extra = null, reasons = null }) => [
        id,
        prediction.id,
        modelId,
        expiresAt,
        score,
        extra,
        reasons,
      ]),
    ),
  );
}

/** `scored_at` is the parameter named. */
const valuesWith = (scoredAt: string) =>
  `item.value ->> 1, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6, ${scoredAt}`;
const COLUMNS = "prediction_id, model_id, expires_at, score, extra, reasons, scored_at";
const UPSERT = `do update set model_id = excluded.model_id, score = excluded.score, extra = excluded.extra,
  reasons = excluded.reasons, scored_at = excluded.scored_at, expires_at = excluded.expires_at`;

/** What is over, and what is said no more. ?2 and ?3 bound the ids, ?4 is the oldest expiry, ?5 names predictions. */
const goneFrom = (table: string, owner: string) => `delete from ${table} where ${owner} > ?2 and ${owner} <= ?3
  and (expires_at < ?4 or prediction_id in (select value from json_each(?5))
    and (${owner}, prediction_id) not in (select value ->> 0, value ->> 1 from json_each(?1)))`;

function gone({ after, upTo, scoredAt }: ScoredRange, of: readonly Scored[], rows: string): Query["params"] {
  return [rows, after, upTo, scoredAt - OVER_KEPT_MS, JSON.stringify(of.map(({ prediction }) => prediction.id))];
}

const LIVE = `from json_each(?1) as item cross join customers c on c.id = item.value ->> 0
  where c.erased_at is null and c.merged_into is null`;

function customerStatements(range: ScoredRange): readonly Query[] {
  const { of, after, upTo, scoredAt } = range;
  const details = detailsOf(of);
  const wide = wideOf(of);
  // A declared code has the form of a column's (put-prediction.ts).
  const names = of.flatMap(({ prediction }) => [`s_${prediction.code}`, `u_${prediction.code}`]);
  const values = of.map((_, place) => {
    const score = `item.value ->> ${place + 1}`;
    return `${score}, case when ${score} is not null then ?${place + 2} end`;
  });
  const untils = of.map(({ expiresAt }) => expiresAt);
  return [
    { sql: goneFrom("score_details", "customer_id"), params: gone(range, of, details) },
    {
      sql: `insert into score_details (customer_id, ${COLUMNS}) select c.id, ${valuesWith("?2")} ${LIVE}
        on conflict (customer_id, prediction_id) ${UPSERT}`,
      params: [details, scoredAt],
    },
    {
      sql: `update customer_scores set ${names.map((name) => `${name} = null`).join(", ")}
        where customer_id > ?2 and customer_id <= ?3 and customer_id not in (select value ->> 0 from json_each(?1))`,
      params: [wide, after, upTo],
    },
    {
      sql: `insert into customer_scores (customer_id, ${names.join(", ")}) select c.id, ${values.join(", ")} ${LIVE}
        on conflict (customer_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`,
      params: [wide, ...untils],
    },
  ];
}

/** [id, score of the first, of the second, …]: null where a model says nothing. */
function wideOf(of: readonly Scored[]): string {
  const rows = new Map<number, Array<number | null>>();
  of.forEach(({ scores }, place) => {
    for (const { id, score } of scores) {
      const row = rows.get(id) ?? [id, ...of.map(() => null)];
      row[place + 1] = score;
      rows.set(id, row);
    }
  });
  return JSON.stringify([...rows.values()]);
}

/** What rules read of a holder is the highest score among what she holds. */
function accountRows(range: ScoredRange, one: Scored): readonly Query[] {
  const { after, upTo, scoredAt } = range;
  const { prediction } = one;
  const rows = detailsOf([one]);
  const [score, until] = [`s_${prediction.code}`, `u_${prediction.code}`];
  return [
    { sql: goneFrom("account_scores", "account_id"), params: gone(range, [one], rows) },
    {
      sql: `insert into account_scores (account_id, ${COLUMNS}) select a.id, ${valuesWith("?2")}
        from json_each(?1) as item cross join accounts a on a.id = item.value ->> 0
        where true on conflict (account_id, prediction_id) ${UPSERT}`,
      params: [rows, scoredAt],
    },
    {
      sql: `update customer_scores set ${score} = null, ${until} = null
        where customer_id in (select customer_id from account_holders where account_id > ?1 and account_id <= ?2)
          and not exists (select 1 from account_holders h cross join account_scores t on t.account_id = h.account_id
            and t.prediction_id = ?3 where h.customer_id = customer_scores.customer_id)`,
      params: [after, upTo, prediction.id],
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
