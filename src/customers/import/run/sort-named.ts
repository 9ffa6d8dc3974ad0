import { UNKNOWN } from "#customers/import/facts/fact-writer.ts";
import type { KnownCustomer } from "#customers/find-customers-by-code.ts";
import type { LateReject } from "./target-writer.ts";

export type Sorted<Row> = {
  readonly open: readonly Row[];
  /** About somebody who was erased. */
  readonly withheld: readonly Row[];
  readonly rejects: readonly LateReject[];
};

/** Rows whose customers may be written about, those of the erased, and those of whom nobody knows where that is asked. */
export function sortNamed<Row extends { readonly number: number; readonly code: string }>(
  rows: readonly Row[],
  known: ReadonlyMap<string, KnownCustomer>,
  unknownCustomers: "create" | "reject",
): Sorted<Row> {
  const isUnknown = ({ code }: Row) => unknownCustomers === "reject" && !known.has(code);
  const isErased = ({ code }: Row) => known.get(code)?.isErased === true;
  return {
    open: rows.filter((row) => !isErased(row) && !isUnknown(row)),
    withheld: rows.filter(isErased),
    rejects: rows.filter(isUnknown).map(({ number }) => ({ number, fault: UNKNOWN })),
  };
}
