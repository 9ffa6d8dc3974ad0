import { sql } from "drizzle-orm";
import { isoOf } from "#kernel/calendar.ts";
import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import type { ProductSetView } from "./product-set.ts";

type ProductRow = {
  code: string;
  category: string;
  price_minor: number;
  currency: string;
  image_url: string;
  link_url: string;
  tags: string;
  attributes: string;
  valid_from: number | null;
  valid_until: number | null;
  stock: number | null;
  is_repurchasable: number;
  launched_at: number;
  state: "live" | "withdrawn";
  updated_at: number;
  copy: string;
};

export type ProductSetFilter = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly category?: string | undefined;
  readonly state?: "live" | "withdrawn" | undefined;
};

// The words of one row by primary key: an aggregate a row, instead of a join that repeats the row.
const selectRows = sql.raw(`select p.code, p.category, p.price_minor, p.currency, p.image_url, p.link_url, p.tags,
  p.attributes, p.valid_from, p.valid_until, p.stock, p.is_repurchasable, p.launched_at, p.state, p.updated_at,
  (select json_group_array(json_object('locale', c.locale, 'channel', c.channel, 'title', c.title, 'body', c.body,
    'callToAction', c.call_to_action)) from product_copy as c where c.product_id = p.id) as copy
  from product_sets as p`);

/** Product sets by code, from the cursor on. Walks the unique index on code. */
export async function listProductSets(store: Store, filter: ProductSetFilter): Promise<Page<ProductSetView>> {
  const after = filter.cursor === undefined ? "" : String(decodeCursor(filter.cursor)?.[0] ?? "");
  const rows = await store.read<ProductRow>(listQuery({ ...filter, after }));
  return pageOf(rows.map(viewOf), filter.limit, (row) => [row.code]);
}

export function listQuery(filter: ProductSetFilter & { readonly after: string }) {
  const { after, category, state, limit } = filter;
  return sql`${selectRows} where p.code > ${after}
    ${category === undefined ? sql`` : sql`and p.category = ${category}`}
    ${state === undefined ? sql`` : sql`and p.state = ${state}`}
    order by p.code limit ${limit + 1}`;
}

/** By the unique index on code. */
export async function findProductSet(store: Store, code: string): Promise<ProductSetView | undefined> {
  const [row] = await store.read<ProductRow>(findQuery(code));
  return row === undefined ? undefined : viewOf(row);
}

export function findQuery(code: string) {
  return sql`${selectRows} where p.code = ${code}`;
}

function viewOf(row: ProductRow): ProductSetView {
  return {
    code: row.code,
    category: row.category,
    priceMinor: row.price_minor,
    currency: row.currency,
    imageUrl: row.image_url,
    linkUrl: row.link_url,
    tags: JSON.parse(row.tags) as string[],
    attributes: JSON.parse(row.attributes) as ProductSetView["attributes"],
    stock: row.stock,
    isRepurchasable: row.is_repurchasable === 1,
    state: row.state,
    validFrom: row.valid_from === null ? null : isoOf(row.valid_from),
    validUntil: row.valid_until === null ? null : isoOf(row.valid_until),
    launchedAt: isoOf(row.launched_at),
    updatedAt: isoOf(row.updated_at),
    copy: JSON.parse(row.copy) as ProductSetView["copy"],
  };
}
