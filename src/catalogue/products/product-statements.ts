import { type SQL, sql } from "drizzle-orm";
import { chunksOf, columns, jsonRows } from "#store/json-rows.ts";
import type { ProductSetInput } from "./product-set.ts";

// D1 takes strings up to 2 MB: 100 product sets with long words in a three-byte script stay below.
const CHUNK = 100;

/** A state of null keeps the one that it has; a new product set is live. */
export type PutProduct = Omit<ProductSetInput, "state"> & { readonly state: ProductSetInput["state"] | null };

/**
 * Puts whole product sets: rows are made or replaced by code, words are replaced as a set. Belongs into one batch. The
 * launch of a known product set stays unless it is given.
 */
export function putStatements(products: readonly PutProduct[], now: number): readonly SQL[] {
  return [...chunksOf(products, CHUNK)].flatMap((chunk) => [
    upsert(chunk, now),
    dropWords(chunk.map((product) => product.code)),
    insertWords(chunk),
  ]);
}

function upsert(products: readonly PutProduct[], now: number): SQL {
  const rows = products.map((product) => [
    product.code,
    product.category,
    product.priceMinor,
    product.currency,
    product.imageUrl,
    product.linkUrl,
    JSON.stringify(product.tags),
    JSON.stringify(product.attributes),
    product.validFrom,
    product.validUntil,
    product.stock,
    product.isRepurchasable ? 1 : 0,
    product.state,
    product.launchedAt ?? null,
  ]);
  return sql`insert into product_sets (code, category, price_minor, currency, image_url, link_url, tags, attributes,
      valid_from, valid_until, stock, is_repurchasable, state, launched_at, updated_at)
    select ${columns(12)}, coalesce(item.value ->> 12, old.state, 'live'), coalesce(item.value ->> 13, old.launched_at, ${now}), ${now}
    from ${jsonRows(rows)} left join product_sets as old on old.code = item.value ->> 0
    where true
    on conflict (code) do update set category = excluded.category, price_minor = excluded.price_minor,
      currency = excluded.currency, image_url = excluded.image_url, link_url = excluded.link_url, tags = excluded.tags,
      attributes = excluded.attributes, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
      stock = excluded.stock, is_repurchasable = excluded.is_repurchasable, state = excluded.state,
      launched_at = excluded.launched_at, updated_at = excluded.updated_at`;
}

/** By primary key, through the codes. */
function dropWords(codes: readonly string[]): SQL {
  return sql`delete from product_copy where product_id in
    (select p.id from json_each(${JSON.stringify(codes)}) as item cross join product_sets as p on p.code = item.value)`;
}

function insertWords(products: readonly PutProduct[]): SQL {
  const rows = products.flatMap((product) =>
    product.copy.map((copy) => [product.code, copy.locale, copy.channel, copy.title, copy.body, copy.callToAction]),
  );
  return sql`insert into product_copy (product_id, locale, channel, title, body, call_to_action)
    select p.id, item.value ->> 1, item.value ->> 2, item.value ->> 3, item.value ->> 4, item.value ->> 5
    from ${jsonRows(rows)} cross join product_sets as p on p.code = item.value ->> 0`;
}
