import { sql, type SQL } from "drizzle-orm";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";

/** A destination that messages may name. `productCode` and `category` are "" for a page that is no product's. */
export type LinkTarget = {
  readonly url: string;
  readonly kind: "product" | "page";
  readonly productCode: string;
  readonly category: string;
};

const keyOf = (target: Pick<LinkTarget, "url" | "productCode">) => `${target.productCode}\n${target.url}`;

function insertLinks(targets: readonly LinkTarget[], now: number): SQL {
  const rows = targets.map(({ url, kind, productCode, category }) => [url, kind, productCode, category]);
  return sql`insert into links (destination, kind, product_code, category, created_at)
    select ${columns(4)}, ${now} from ${jsonRows(rows)} where 1 on conflict do nothing`;
}

/**
 * Row ids of destinations, made where they are new. Known ones are remembered: after the first messages of a programme this
 * asks nothing of the database.
 */
export function linkShelf(
  store: Store,
  clock: { now(): number },
): (targets: readonly LinkTarget[]) => Promise<readonly number[]> {
  const known = new Map<string, number>();
  return async (targets) => {
    const missing = [
      ...new Map(
        targets.filter((target) => !known.has(keyOf(target))).map((target) => [keyOf(target), target]),
      ).values(),
    ];
    if (missing.length > 0) {
      const wanted = JSON.stringify(missing.map((target) => [target.url, target.productCode]));
      const [, rows = []] = await store.write<{ id: number; destination: string; productCode: string }>([
        insertLinks(missing, clock.now()),
        sql`select l.id, l.destination, l.product_code as productCode from json_each(${wanted}) as item
          join links l on l.destination = item.value ->> 0 and l.product_code = item.value ->> 1`,
      ]);
      for (const row of rows) known.set(keyOf({ url: row.destination, productCode: row.productCode }), row.id);
    }
    return targets.map((target) => known.get(keyOf(target)) ?? 0);
  };
}
