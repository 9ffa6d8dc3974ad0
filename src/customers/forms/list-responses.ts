import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";

export type FormResponse = {
  readonly id: number;
  readonly at: number;
  readonly version: number;
  readonly customer: string;
  readonly channel: string;
  readonly flags: readonly string[];
  /** What was picked from closed lists, by field. */
  readonly picked: Readonly<Record<string, readonly string[]>>;
  /** Everything that became a survey answer, in words. */
  readonly answers: ReadonlyArray<{ readonly question: string; readonly answer: string }>;
};

type ResponseRow = Omit<FormResponse, "flags" | "answers" | "picked"> &
  Readonly<Record<"flags" | "answers" | "picked", string>>;

/** What was sent, newest first; the cursor is the time and row of the last one. By the index on form and time. */
export async function listResponses(
  store: Store,
  { code, cursor, limit }: { readonly code: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<FormResponse>> {
  const [beforeAt = Number.MAX_SAFE_INTEGER, beforeId = Number.MAX_SAFE_INTEGER] = decodeCursor(cursor ?? "") ?? [];
  const rows = await store.read<ResponseRow>({
    sql: `select s.rowid as id, s.at, s.version, c.code as customer, s.channel, s.flags, s.picked,
        (select coalesce(json_group_array(json_object('question', a.question, 'answer', a.answer)), '[]')
          from survey_answers a where a.fact_key >= '~form:' || s.id_hash || '#' and a.fact_key < '~form:' || s.id_hash || '$')
          as answers
      from form_submissions s join customers c on c.id = s.customer_id
      where s.form_code = ? and (s.at, s.rowid) < (?, ?) order by s.at desc, s.rowid desc limit ?`,
    params: [code, Number(beforeAt), Number(beforeId), limit + 1],
  });
  const items = rows.map((row): FormResponse => ({
    ...row,
    flags: JSON.parse(row.flags) as string[],
    picked: JSON.parse(row.picked) as FormResponse["picked"],
    answers: JSON.parse(row.answers) as FormResponse["answers"],
  }));
  return pageOf(items, limit, ({ at, id }) => [at, id]);
}

export type FormNumbers = {
  readonly responses: number;
  readonly people: number;
  readonly flagged: number;
  readonly waiting: number;
  readonly held: number;
  readonly confirmed: number;
};

/** How a form does. Walks the form's own rows by its indexes. */
export async function countResponses(store: Store, code: string): Promise<FormNumbers> {
  const [row] = await store.read<FormNumbers>({
    sql: `select s.responses, s.people, s.flagged, c.waiting, c.held, c.confirmed
      from (select count(*) as responses, count(distinct customer_id) as people, coalesce(sum(flags <> '[]'), 0) as flagged
        from form_submissions where form_code = ?) s,
      (select coalesce(sum(state = 'waiting'), 0) as waiting, coalesce(sum(state = 'held'), 0) as held,
        coalesce(sum(state = 'confirmed'), 0) as confirmed from form_confirmations where form_code = ?) c`,
    params: [code, code],
  });
  return row ?? { responses: 0, people: 0, flagged: 0, waiting: 0, held: 0, confirmed: 0 };
}
