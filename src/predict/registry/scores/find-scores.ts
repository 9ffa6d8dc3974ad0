import type { Store } from "#store/store.ts";

export type ScoresQuestion = {
  readonly customerIds: readonly number[];
  /** epoch ms: a score whose time is over says nothing */
  readonly now: number;
  /** Of these predictions alone, where it is given. */
  readonly codes?: readonly string[] | undefined;
};

/**
 * What predictions say of customers, by their codes: what rules read for one of them, and the same as their typed columns hold
 * for all (rule-sources.ts). A customer of whom nothing is said is not there. By the key of customer_scores.
 */
export async function findScores(
  store: Pick<Store, "read">,
  { customerIds, now, codes }: ScoresQuestion,
): Promise<ReadonlyMap<number, ReadonlyMap<string, number>>> {
  const declared = await store.read<{ code: string }>({
    sql: "select code from predictions where has_column = 1 order by code",
    params: [],
  });
  const asked = declared.map(({ code }) => code).filter((code) => codes?.includes(code) ?? true);
  if (asked.length === 0) return new Map();
  const found = new Map<number, Map<string, number>>();
  // A declared code has the form of a column's (put-prediction.ts).
  const columns = asked.map((code) => `case when s.u_${code} > ?2 then s.s_${code} end as s_${code}`);
  const rows = await store.read<{ id: number } & Record<string, number | null>>({
    sql: `select s.customer_id as id, ${columns.join(", ")} from json_each(?1) as item
      cross join customer_scores s on s.customer_id = item.value`,
    params: [JSON.stringify(customerIds), now],
  });
  for (const row of rows) {
    const known = asked.flatMap((code) => {
      const score = row[`s_${code}`];
      return typeof score === "number" ? [[code, score] as const] : [];
    });
    found.set(row.id, new Map(known));
  }
  return found;
}
