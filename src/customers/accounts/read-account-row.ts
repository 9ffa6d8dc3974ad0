import { NOBODY, textOf, whoOf } from "#customers/import/facts/read-fact.ts";
import { type CompiledMapping, type MappingWorld, readFields } from "#customers/import/mapping/compile-mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { ReadItem, Who } from "#customers/import/run/target-writer.ts";
import type { AccountStatement, HolderRole } from "./account-state.ts";

/** One record as what it says of an account and of one who holds it. */
export type AccountRow = {
  readonly number: number;
  readonly who: Who;
  /** The account's code. */
  readonly account: string;
  readonly role: HolderRole | undefined;
  readonly stated: AccountStatement;
};

export function accountReader(
  { mapping, fields }: CompiledMapping,
  { secret, statedAt }: MappingWorld,
): (record: RawRecord) => ReadItem<AccountRow> {
  return (record) => {
    const { values: read, faults, unknown } = readFields(fields, record.fields);
    const values = Object.fromEntries(fields.map(({ name }, index) => [name, read[index]]));
    const who = whoOf(values, secret);
    if (faults.length > 0) return { faults };
    if (unknown.length > 0) return { unknown, who: who ?? { code: "" } };
    if (who === undefined) return { faults: [NOBODY] };
    const bands = Object.entries(values).flatMap(([name, value]) =>
      name.startsWith("bands.") && typeof value === "string" ? [[name.slice("bands.".length), value] as const] : [],
    );
    return {
      item: {
        number: record.number,
        who,
        account: String(values["account"]),
        role: textOf(values["role"]) as HolderRole | undefined,
        stated: {
          at: (values["at"] as number | undefined) ?? statedAt,
          source: mapping.source,
          kind: textOf(values["kind"]),
          product: textOf(values["product"]),
          status: textOf(values["status"]),
          currency: textOf(values["currency"]),
          openedOn: textOf(values["openedOn"]),
          closedOn: textOf(values["closedOn"]),
          lastFour: textOf(values["lastFour"]),
          bands: Object.fromEntries(bands),
        },
      },
    };
  };
}
