import type { Query, Store } from "#store/store.ts";

/**
 * How close predictions come to a truth that is known, because whoever is foretold was simulated. `ours` is the model's figure,
 * `best` that of the best that anybody can say from the same facts, `truth` that of who knows what nobody sees.
 */
export type KnownTruth = {
  /** epoch ms */
  readonly measuredAt: number;
  readonly lines: ReadonlyArray<{
    readonly prediction: string;
    /** What is compared, such as "AUC". */
    readonly figure: string;
    readonly subjects: number;
    readonly ours: number;
    readonly best?: number;
    readonly truth: number;
  }>;
};

const KEY = "predictions.truth";

export async function findKnownTruth(store: Pick<Store, "read">): Promise<KnownTruth | undefined> {
  const [row] = await store.read<{ value: string }>({ sql: "select value from settings where key = ?", params: [KEY] });
  return row === undefined ? undefined : (JSON.parse(row.value) as KnownTruth);
}

export function putKnownTruth(truth: KnownTruth): Query {
  return {
    sql: `insert into settings (key, value, updated_at) values (?, ?, ?)
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
    params: [KEY, JSON.stringify(truth), truth.measuredAt],
  };
}
