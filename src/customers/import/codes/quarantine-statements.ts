import type { Secret } from "#kernel/secret.ts";
import type { Query } from "#store/store.ts";
import { customerRows } from "#customers/facts/customer-rows.ts";
import { rememberNewCustomers } from "#customers/import/facts/fact-statements-of-chunk.ts";
import { maskProse } from "#customers/accounts/mask-refused.ts";
import { seal, unseal } from "#customers/seal.ts";
import type { Mapping } from "#customers/import/mapping/mapping.ts";
import type { RawRecord } from "#customers/import/read/record.ts";
import type { Who } from "#customers/import/run/target-writer.ts";
import type { UnknownCode } from "#customers/import/values/field-fault.ts";

/** A record that names a code which nobody declared. */
export type WaitingRecord = { readonly record: RawRecord; readonly unknown: UnknownCode; readonly who: Who };

export type Quarantine = {
  readonly importId: string;
  readonly mapping: Mapping;
  readonly header: readonly string[] | undefined;
  readonly receivedAt: number;
  readonly waiting: readonly WaitingRecord[];
  /** A chunk of a file: whom it brings goes again when the import is undone. Records that wait anew bring nobody. */
  readonly isChunk?: true;
};

/**
 * Keeps records aside, sealed. A customer whom one names by her code gets her row now, so that what waits for her is found
 * when she asks for it or is erased.
 */
export function quarantineStatements(secret: Secret, quarantine: Quarantine): Query[] {
  const { importId, mapping, header, receivedAt, waiting } = quarantine;
  if (waiting.length === 0) return [];
  const codes = waiting.flatMap(({ who }) => (who.code === "" ? [] : [who.code]));
  const rows = waiting.map(({ record, unknown: { vocabulary, code }, who }) => [
    vocabulary,
    code,
    record.number,
    who.code,
    who.email?.hash,
    who.phone?.hash,
    sealFields(
      secret,
      { vocabulary, code, importId, number: record.number },
      { header, fields: maskProse(record.fields), line: record.line },
    ),
  ]);
  const value = (index: number) => `item.value ->> ${index}`;
  return [
    ...(mapping.unknownCustomers === "create" && codes.length > 0 ? broughtCustomers(quarantine, codes) : []),
    {
      sql: `insert into quarantined_records (vocabulary, code, customer_id, import_id, record, mapping, received_at, fields)
        select ${value(0)}, ${value(1)}, coalesce(
            (select coalesce(merged_into, id) from customers where code = ${value(3)}),
            (select customer_id from identities where kind = 'email' and hash = ${value(4)}),
            (select customer_id from identities where kind = 'phone' and hash = ${value(5)}), 0),
          ?, ${value(2)}, ?, ?, unhex(${value(6)})
        from (select value from json_each(?) limit -1) as item`,
      params: [importId, JSON.stringify(mapping), receivedAt, JSON.stringify(rows)],
    },
  ];
}

/** Negative, because the record's own number is its chunk's when it is taken in at last. */
function broughtCustomers({ importId, receivedAt, waiting, isChunk }: Quarantine, codes: readonly string[]): Query[] {
  if (isChunk !== true) return [customerRows(codes, receivedAt)];
  const no = -Math.min(...waiting.map(({ record }) => record.number));
  return rememberNewCustomers({ importId, no, receivedAt }, codes);
}

/** What is kept of a record: enough to read it again as it came. */
export type KeptFields = {
  readonly header?: readonly string[] | undefined;
  readonly fields: RawRecord["fields"];
  readonly line: number;
};

export type KeptPlace = {
  readonly vocabulary: string;
  readonly code: string;
  readonly importId: string;
  readonly number: number;
};

function placeOf({ vocabulary, code, importId, number }: KeptPlace) {
  return { table: "quarantined_records", key: JSON.stringify([vocabulary, code, importId, number]), column: "fields" };
}

function sealFields(secret: Secret, place: KeptPlace, kept: KeptFields): string {
  return Buffer.from(seal(secret, placeOf(place), JSON.stringify(kept))).toString("hex");
}

export function openFields(secret: Secret, place: KeptPlace, sealed: Uint8Array): KeptFields | undefined {
  const text = unseal(secret, placeOf(place), sealed);
  return text === undefined ? undefined : (JSON.parse(text) as KeptFields);
}
