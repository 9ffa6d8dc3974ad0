import type { Store } from "#store/store.ts";
import { codeFor, codesByAddress } from "#customers/import/customers/name-by-address.ts";
import type { Who } from "#customers/import/run/target-writer.ts";
import type { FactDraft } from "./fact-draft.ts";

export type NamedDraft = FactDraft & { readonly code: string };
export type KnownCustomer = { readonly id: number; readonly isErased: boolean };

/** Gives each draft the code of whom it names: her own, or that of whoever has the address. */
export async function nameCustomers(store: Store, drafts: readonly FactDraft[]): Promise<NamedDraft[]> {
  const unnamed = drafts.filter(({ who }) => who.code === "");
  const codes = await codesByAddress(
    store,
    unnamed.flatMap(({ who }) => namesOf(who)),
  );
  return drafts.map((draft) => ({
    ...draft,
    code: draft.who.code === "" ? codeFor(draft.who, codes) : draft.who.code,
  }));
}

function namesOf({ email, phone }: Who): ReadonlyArray<readonly ["email" | "phone", string]> {
  return [
    ...(email === undefined ? [] : [["email", email.hash] as const]),
    ...(phone === undefined ? [] : [["phone", phone.hash] as const]),
  ];
}

/** Those of some codes that are known, merged records under their survivors. By unique look-ups. */
export async function findCustomersByCode(
  store: Store,
  codes: ReadonlySet<string>,
): Promise<ReadonlyMap<string, KnownCustomer>> {
  const rows = await store.read<{ code: string; id: number; is_erased: number }>({
    sql: `select named.code as code, survivor.id as id, survivor.erased_at is not null as is_erased
      from (select value from json_each(?) limit -1) as item
      cross join customers as named on named.code = item.value
      cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)`,
    params: [JSON.stringify([...codes])],
  });
  return new Map(rows.map(({ code, id, is_erased: isErased }) => [code, { id, isErased: isErased === 1 }]));
}
