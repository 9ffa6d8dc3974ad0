import type { Store } from "#store/store.ts";

export type AnswerCount = { readonly field: string; readonly value: string; readonly count: number };

export type AnswerCounts = {
  /** Responses that were looked at: the newest ones, and no more than `NEWEST`. */
  readonly of: number;
  readonly counts: readonly AnswerCount[];
};

/** Enough for a share within a percent, and few enough to be counted while somebody waits. */
const NEWEST = 20_000;
/** A reference may be anything; beyond so many lines nobody reads on. */
const MOST_LINES = 1_000;

/** How often each answer of the closed lists was picked, the most frequent first. By the index on form and time. */
export async function countAnswers(store: Pick<Store, "read">, code: string): Promise<AnswerCounts> {
  const newest = `select picked from form_submissions where form_code = ? order by at desc limit ${NEWEST}`;
  const [head] = await store.read<{ n: number }>({
    sql: `select count(*) as n from (${newest})`,
    params: [code],
  });
  const counts = await store.read<AnswerCount>({
    sql: `select field.key as field, picked.value as value, count(*) as count
      from (${newest}) as s, json_each(s.picked) as field, json_each(field.value) as picked
      group by 1, 2 order by 1, 3 desc, 2 limit ${MOST_LINES}`,
    params: [code],
  });
  return { of: head?.n ?? 0, counts };
}
