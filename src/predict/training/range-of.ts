import type { Range } from "#predict/features/read-group.ts";
import type { Subject } from "#predict/features/feature-group.ts";
import type { Store } from "#store/store.ts";
import type { Source } from "./task-needs.ts";

/**
 * More customers than these teach little more: every n-th stands for all. Of purchases one by one fewer are taken, since each brings
 * a whole history, which is looked at as of several days.
 */
const MOST_SUBJECTS: Readonly<Record<Source["kind"], number>> = { features: 50_000, records: 20_000 };

/** Ids that are counted at once: some milliseconds. */
const SLICE = 50_000;

export type Population = {
  /** Of whom is learnt. */
  readonly range: Range;
  /** How many there are. */
  readonly count: number;
};

export async function findPopulation(
  store: Pick<Store, "read">,
  subject: Subject,
  kind: Source["kind"] = "features",
): Promise<Population> {
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
  return { range: { after: 0, upTo, every: Math.max(1, Math.ceil(count / MOST_SUBJECTS[kind])) }, count };
}
