import type { Store } from "#store/store.ts";

/** The record behind a code; of a merged one its survivor. */
export type KnownCustomer = {
  readonly id: number;
  /** The survivor's own. */
  readonly code: string;
  readonly isErased: boolean;
};

/** Those of some codes that are known, merged records under their survivors. By unique look-ups. */
export async function findCustomersByCode(
  store: Pick<Store, "read">,
  codes: Iterable<string>,
): Promise<ReadonlyMap<string, KnownCustomer>> {
  const rows = await store.read<{ named: string; id: number; code: string; is_erased: number }>({
    sql: `select named.code as named, survivor.id as id, survivor.code as code, survivor.erased_at is not null as is_erased
      from (select value from json_each(?) limit -1) as item
      cross join customers as named on named.code = item.value
      cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)`,
    params: [JSON.stringify([...new Set(codes)])],
  });
  return new Map(
    rows.map(({ named, id, code, is_erased: isErased }) => [named, { id, code, isErased: isErased === 1 }]),
  );
}
