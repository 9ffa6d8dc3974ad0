import { findCustomersByCode } from "#customers/find-customers-by-code.ts";
import { nameCustomers } from "#customers/import/facts/name-customers.ts";
import type { ImportDeps } from "./import-deps.ts";
import { type Sorted, sortNamed } from "./sort-named.ts";
import type { Who } from "./target-writer.ts";

type Named = { readonly number: number; readonly who: Who };

/** Rows about customers, whoever they named: each under the code of the customer who is meant now, after a merge too. */
export async function openNamed<Row extends Named>(
  { store }: Pick<ImportDeps, "store">,
  rows: readonly Row[],
  unknownCustomers: "create" | "reject",
): Promise<Sorted<Row & { readonly code: string }>> {
  const named = await nameCustomers(store, rows);
  const customers = await findCustomersByCode(
    store,
    named.map(({ code }) => code),
  );
  const sorted = sortNamed(named, customers, unknownCustomers);
  return { ...sorted, open: sorted.open.map((row) => ({ ...row, code: customers.get(row.code)?.code ?? row.code })) };
}

/** What an undo and a dry run have to know of such rows. */
export function touchedBy(rows: readonly Named[]) {
  return {
    codes: rows.map(({ who }) => who.code),
    hashes: rows.flatMap(({ who }) => [who.email?.hash ?? "", who.phone?.hash ?? ""]),
    facts: [],
  };
}
