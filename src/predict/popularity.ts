import { sql } from "drizzle-orm";
import { type Clock, DAY_MS, HOUR_MS } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

export type PopularityDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly idByCode: () => Promise<ReadonlyMap<string, number>>;
};

const WINDOW_MS = 60 * DAY_MS;
const KEPT_MS = HOUR_MS;
/** Scores mix it with affinities in [0, 1): what everybody buys must not outweigh what she likes. */
const STRONGEST = 0.3;

/**
 * How often product sets were bought lately, on a log scale from 0 to `STRONGEST`, by product id. Counted once an hour by
 * purchase lines of the last 60 days; the same map is handed out until then, as the selector wants it.
 */
export function popularity({ store, clock, idByCode }: PopularityDeps): () => Promise<ReadonlyMap<number, number>> {
  let known:
    | { readonly map: ReadonlyMap<number, number>; readonly at: number; readonly ids: ReadonlyMap<string, number> }
    | undefined;
  return async () => {
    const now = clock.now();
    const ids = await idByCode();
    if (known !== undefined && known.ids === ids && now - known.at >= 0 && now - known.at < KEPT_MS) return known.map;
    const rows = await store.read<{ code: string; n: number }>(
      sql`select product_code as code, count(distinct customer_id) as n from purchase_lines
        where at > ${now - WINDOW_MS} and at <= ${now} and quantity_milli > 0 group by product_code`,
    );
    const most = Math.log1p(Math.max(1, ...rows.map((row) => row.n)));
    const map = new Map(
      rows.flatMap((row) => {
        const id = ids.get(row.code);
        return id === undefined ? [] : [[id, (STRONGEST * Math.log1p(row.n)) / most] as const];
      }),
    );
    known = { map, at: now, ids };
    return map;
  };
}
