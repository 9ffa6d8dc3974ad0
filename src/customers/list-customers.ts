import { decodeCursor, type Page, pageOf } from "#kernel/page.ts";
import type { Store } from "#store/store.ts";
import { findAttributes } from "./attributes.ts";
import { seenAttributes, type Sees } from "./seen-by.ts";
import { attributeColumns, type CustomerView, customerView, VIEW_COLUMNS } from "./find-customer.ts";

/** Customers in the order in which they came, neither merged nor erased ones. Walks the primary key from the cursor on. */
export async function listCustomers(
  store: Store,
  {
    cursor,
    limit,
    sees = () => true,
  }: { readonly cursor?: string | undefined; readonly limit: number; readonly sees?: Sees },
): Promise<Page<CustomerView>> {
  const definitions = seenAttributes(await findAttributes(store), sees);
  const [after] = cursor === undefined ? [] : (decodeCursor(cursor) ?? []);
  const rows = await store.read({
    sql: `select ${[VIEW_COLUMNS, ...attributeColumns(definitions)].join(", ")} from customers
      left join customer_attributes on customer_id = customers.id
      where customers.id > ? and merged_into is null and erased_at is null order by customers.id limit ?`,
    params: [after ?? 0, limit + 1],
  });
  const page = pageOf(rows, limit, (row) => [Number(row["id"])]);
  return { ...page, items: page.items.map((row) => customerView(row, definitions)) };
}
