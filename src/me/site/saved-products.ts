import type { Clock } from "#kernel/clock.ts";
import type { Store } from "#store/store.ts";

/** Product sets that one customer keeps at most. */
const MAX_SAVED = 500;

export type SavedProduct = { readonly productCode: string; readonly savedAt: number };

/** Newest first. By primary key. */
export async function listSaved(reads: Pick<Store, "read">, customerId: number): Promise<readonly SavedProduct[]> {
  return reads.read<SavedProduct>({
    sql: `select product_code as productCode, saved_at as savedAt from own_saved where customer_id = ?
      order by saved_at desc, product_code limit ${MAX_SAVED}`,
    params: [customerId],
  });
}

export type Saving = {
  readonly customerId: number;
  readonly productCode: string;
  readonly source: "own-site" | "product-page";
};

/** Keeps a product set that there is; twice is once. */
export async function saveProduct(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { customerId, productCode, source }: Saving,
): Promise<void> {
  await store.write([
    {
      sql: `insert into own_saved (customer_id, product_code, saved_at, source)
        select coalesce(c.merged_into, c.id), p.code, ?, ? from customers c cross join product_sets p
        where c.id = ? and c.erased_at is null and p.code = ?
          and (select count(*) from own_saved where customer_id = c.id) < ${MAX_SAVED}
        on conflict (customer_id, product_code) do nothing`,
      params: [clock.now(), source, customerId, productCode],
    },
  ]);
}

export async function removeSaved(
  { store }: { readonly store: Store },
  { customerId, productCode }: Omit<Saving, "source">,
): Promise<void> {
  await store.write([
    { sql: "delete from own_saved where customer_id = ? and product_code = ?", params: [customerId, productCode] },
  ]);
}
