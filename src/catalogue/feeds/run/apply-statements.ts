import { type SQL, sql } from "drizzle-orm";
import { columns, jsonRows } from "#store/json-rows.ts";
import type { ProductChange } from "#catalogue/feeds/mapping/map-change.ts";

const listOf = (values: readonly unknown[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;

/** The next product sets that a run put aside, in the order of the feed; by primary key. */
export function nextItems(run: number, limit: number): SQL {
  return sql`select n, code, hash, body from feed_items where run_id = ${run} order by n limit ${limit}`;
}

export function dropItems(run: number, last: number): SQL {
  return sql`delete from feed_items where run_id = ${run} and n <= ${last}`;
}

/**
 * What a feed had withdrawn because it was missing is offered again; what an operator withdrew stays withdrawn. Belongs
 * before `rememberApplied`.
 */
export function reviveReturned(codes: readonly string[], now: number): SQL {
  return sql`update product_sets set state = 'live', updated_at = ${now}
    where code in ${listOf(codes)} and state = 'withdrawn'
      and exists (select 1 from feed_products as f where f.code = product_sets.code and f.applied_at > 0 and f.is_present = 0)`;
}

/** Pictures of these product sets that are hosted by now. */
export function showHosted(codes: readonly string[]): SQL {
  return sql`update product_sets set image_url = (select s.hosted_url from image_sources as s where s.url = image_url)
    where code in ${listOf(codes)}
      and exists (select 1 from image_sources as s where s.url = product_sets.image_url and s.state = 'ready')`;
}

/** Pictures that are to be fetched, each address once. */
export function wantImages(urls: readonly string[], now: number): SQL {
  return sql`insert or ignore into image_sources (url, state, next_try_at, created_at)
    select ${columns(1)}, 'waiting', ${now}, ${now} from ${jsonRows(urls.map((url) => [url]))}`;
}

export type Applied = { readonly code: string; readonly hash: string };

/** What was taken over, and as of when: the product set as it is at the end of the batch. */
export function rememberApplied(feedId: number, applied: readonly Applied[], now: number): SQL {
  const rows = applied.map(({ code, hash }) => [code, hash]);
  return sql`insert into feed_products (feed_id, code, seen_run, hash, applied_at, is_present)
    select ${feedId}, item.value ->> 0, 0, item.value ->> 1, ${now}, 1 from ${jsonRows(rows)} where true
    on conflict (feed_id, code) do update set hash = excluded.hash, applied_at = excluded.applied_at, is_present = 1`;
}

/** Prices, stock and validity alone: nothing else of a product set is named here. By the unique code. */
export function changeProducts(changes: readonly ProductChange[], now: number): SQL {
  const rows = changes.map(({ code, price, stock, validFrom, validUntil }) => [
    code,
    price?.priceMinor ?? null,
    price?.currency ?? null,
    stock === undefined ? 0 : 1,
    stock ?? null,
    validFrom ?? null,
    validUntil ?? null,
  ]);
  return sql`update product_sets set price_minor = coalesce(c.price_minor, product_sets.price_minor),
      currency = coalesce(c.currency, product_sets.currency), stock = iif(c.says_stock, c.stock, product_sets.stock),
      valid_from = coalesce(c.valid_from, product_sets.valid_from),
      valid_until = coalesce(c.valid_until, product_sets.valid_until), updated_at = ${now}
    from (select item.value ->> 0 as code, item.value ->> 1 as price_minor, item.value ->> 2 as currency,
        item.value ->> 3 as says_stock, item.value ->> 4 as stock, item.value ->> 5 as valid_from,
        item.value ->> 6 as valid_until from ${jsonRows(rows)}) as c
    where product_sets.code = c.code`;
}

/** Codes that the feed had and this run did not see, from `after` on; a walk along the feed's own rows. */
export function missingCodes(of: { readonly run: number; readonly feedId: number }, after: string, limit: number): SQL {
  return sql`select code from feed_products where feed_id = ${of.feedId} and code > ${after}
    and is_present = 1 and seen_run <> ${of.run} order by code limit ${limit}`;
}

/** How many product sets the feed had, and how many of them this run did not see. */
export function countMissing({ run, feedId }: { readonly run: number; readonly feedId: number }): SQL {
  return sql`select count(*) as known, coalesce(sum(seen_run <> ${run}), 0) as missing
    from feed_products where feed_id = ${feedId} and is_present = 1`;
}

/** They become unavailable, but for those that another feed has; the rows come back that did. */
export function withdrawMissing(feedId: number, codes: readonly string[], now: number): readonly SQL[] {
  return [
    sql`update product_sets set state = 'withdrawn', updated_at = ${now}
      where code in ${listOf(codes)} and state = 'live' and not exists (select 1 from feed_products as o
        where o.code = product_sets.code and o.feed_id <> ${feedId} and o.is_present = 1)
      returning code`,
    sql`update feed_products set is_present = 0, hash = '' where feed_id = ${feedId} and code in ${listOf(codes)}`,
  ];
}
