import type { Range } from "#predict/features/read-group.ts";
import type { Subject } from "#predict/features/feature-group.ts";
import type { Store } from "#store/store.ts";

/** More customers than these teach little more: every n-th stands for all. */
const MOST_SUBJECTS = 50_000;

/** Ids that are counted at once: some milliseconds. */
const SLICE = 50_000;

export type Population = {
  /** Of whom is learnt. */
  readonly range: Range;
  /** How many there are. */
  readonly count: number;
};

export async function findPopulation(store: Pick<Store, "read">, subject: Subject): Promise<Population> {
  const table = subject === "customer" ? "customers" : "accounts";
  const [last] = await store.read<{ id: number | null }>({ sql: `select max(id) as id from ${table}`, params: [] });
  const upTo = last?.id ?? 0;
  let count = 0;
  for (let from = 0; from < upTo; from += SLICE) {
    const [found] = await store.read<{ n: number }>({
      sql: `select count(*) as n from ${table} where id > ? and id <= ?`,
      params: [from, from + SLICE],
    });
    count += found?.n ?? 0;
  }
  return { range: { after: 0, upTo, every: Math.max(1, Math.ceil(count / MOST_SUBJECTS)) }, count };
}
