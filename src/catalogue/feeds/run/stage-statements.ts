import { type SQL, sql } from "drizzle-orm";
import { columns, jsonRows } from "#store/json-rows.ts";

/** A product set of the feed on its way to the staging table. */
export type StagedProduct = { readonly n: number; readonly code: string; readonly hash: string; readonly body: string };

export type StageInto = { readonly run: number; readonly feedId: number };

/**
 * Puts aside what differs from the catalogue, by the hash of what was applied last; gives a row for each. A product set that
 * somebody changed since is put aside too, for the feed is the truth. Belongs before `markSeen`: what this run saw already is
 * passed over. Rows and look-ups go by primary key and the unique code.
 */
export function stageProducts({ run, feedId }: StageInto, products: readonly StagedProduct[]): SQL {
  const rows = products.map(({ n, code, hash, body }) => [n, code, hash, body]);
  return sql`insert into feed_items (run_id, n, code, hash, is_new, body)
    select ${run}, item.value ->> 0, item.value ->> 1, item.value ->> 2, p.id is null, item.value ->> 3
    from ${jsonRows(rows)}
      left join feed_products as f on f.feed_id = ${feedId} and f.code = item.value ->> 1
      left join product_sets as p on p.code = item.value ->> 1
    where coalesce(f.seen_run, 0) <> ${run}
      and not (p.id is not null and coalesce(f.is_present, 0) = 1 and f.hash = item.value ->> 2 and f.applied_at = p.updated_at)
    returning is_new`;
}

/** A change as columns, so that SQL can tell whether it changes anything. */
export type StagedChange = {
  readonly n: number;
  readonly code: string;
  readonly body: string;
  readonly priceMinor: number | null;
  readonly currency: string | null;
  readonly saysStock: boolean;
  readonly stock: number | null;
  readonly validFrom: number | null;
  readonly validUntil: number | null;
};

/** Puts aside the changes that change something; gives a row for each. Belongs before `markSeen`. */
export function stageChanges({ run, feedId }: StageInto, changes: readonly StagedChange[]): SQL {
  const rows = changes.map((each) => [
    each.n,
    each.code,
    each.body,
    each.priceMinor,
    each.currency,
    each.saysStock ? 1 : 0,
    each.stock,
    each.validFrom,
    each.validUntil,
  ]);
  return sql`insert into feed_items (run_id, n, code, hash, is_new, body)
    select ${run}, item.value ->> 0, item.value ->> 1, '', 0, item.value ->> 2
    from ${jsonRows(rows)} cross join product_sets as p on p.code = item.value ->> 1
      left join feed_products as f on f.feed_id = ${feedId} and f.code = item.value ->> 1
    where coalesce(f.seen_run, 0) <> ${run} and (
      p.price_minor <> coalesce(item.value ->> 3, p.price_minor)
      or p.currency <> coalesce(item.value ->> 4, p.currency)
      or (item.value ->> 5 = 1 and p.stock is not item.value ->> 6)
      or p.valid_from is not coalesce(item.value ->> 7, p.valid_from)
      or p.valid_until is not coalesce(item.value ->> 8, p.valid_until))
    returning is_new`;
}

/** Remembers that this run saw these codes; gives those that it saw for the first time. */
export function markSeen({ run, feedId }: StageInto, codes: readonly string[]): SQL {
  return sql`insert into feed_products (feed_id, code, seen_run)
    select ${feedId}, ${columns(1)}, ${run} from ${jsonRows(codes.map((code) => [code]))} where true
    on conflict (feed_id, code) do update set seen_run = excluded.seen_run
      where feed_products.seen_run <> excluded.seen_run
    returning code`;
}

/** A record that is refused is in the feed all the same: its product set stays as it is. */
export function markRefused({ run, feedId }: StageInto, codes: readonly string[]): SQL {
  return sql`update feed_products set seen_run = ${run}
    where feed_id = ${feedId} and code in (select value from json_each(${JSON.stringify(codes)}))`;
}

/** Codes of the list that no product set has. */
export function unknownCodes(codes: readonly string[]): SQL {
  return sql`select item.value as code from json_each(${JSON.stringify(codes)}) as item
    left join product_sets as p on p.code = item.value where p.id is null`;
}
