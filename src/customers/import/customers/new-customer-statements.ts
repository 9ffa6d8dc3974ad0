import type { Query } from "#store/store.ts";
import { nameDebtStatement } from "#customers/import/debts/name-debt.ts";
import type { CustomerColumns, CustomerRow } from "./read-customer-row.ts";
import { listOf } from "./row-texts.ts";

/** One piece of an import: rows with codes that differ, written by one run of statements. */
export type CustomerPiece = {
  readonly importId: string;
  /** Unique within the import: the record number of its first row. */
  readonly no: number;
  readonly columns: CustomerColumns;
  readonly rows: readonly CustomerRow[];
  /** When the import began, epoch ms. */
  readonly receivedAt: number;
  readonly source: string;
  readonly putsNamesOff: boolean;
};

/**
 * Rows from one JSON parameter, text or its bytes. The LIMIT keeps the subquery from being flattened: SQLite would otherwise build the row's text
 * again for each value that is read, which is half of the whole insert.
 */
export const FROM_ROWS = "from (select key, value from json_each(cast(? as text)) limit -1) as item";
export const valueAt = (index: number) => `item.value ->> ${index}`;
export const valuesFrom = (index: number, count: number) =>
  Array.from({ length: count }, (_, each) => valueAt(index + each));

/** Where this piece's new customers begin: ids go up and are never used again, not even those that an undo gave back. */
export const FIRST_ID = "(select first_id from import_chunks where import_id = ? and no = ?)";

export function chunkStatement({ importId, no }: CustomerPiece): Query {
  return {
    sql: `insert into import_chunks (import_id, no, first_id)
      select ?, ?, coalesce((select seq from sqlite_sequence where name = 'customers'), 0)`,
    params: [importId, no],
  };
}

/**
 * For a piece in which nobody is known: rows, attributes and names go in without a look at what is there. Their ids are
 * counted from the piece's first, so no statement has to find them again. Should one code be known after all, a unique index
 * ends the batch, and the piece is written in the careful way (known-customer-statements.ts).
 */
export function newCustomerStatements(piece: CustomerPiece): Query[] {
  const { importId, no, rows } = piece;
  const profiles = profileRows(piece);
  return [
    chunkStatement(piece),
    profileInsert(piece, profiles),
    ...attributeInsert(piece),
    ...(piece.putsNamesOff ? [] : contactInserts(piece, profiles)),
    {
      sql: "update import_chunks set created = ?, last_id = first_id + ? where import_id = ? and no = ?",
      params: [rows.length, rows.length, importId, no],
    },
    ...(piece.putsNamesOff ? [nameDebtStatement(importId, no)] : []),
  ];
}

/** Columns that are never null say "not stated" with an empty text, and then keep their defaults. */
const DEFAULTS: Readonly<Record<string, string>> = { locale: "'en'", zone: "'UTC'" };

/** Values of a profile row before the profile's own: code, time, e-mail, its hash, phone, its hash. */
export const PROFILE_HEAD = 6;

export function profileRows({ rows }: CustomerPiece): Uint8Array {
  return listOf(rows.map(({ profile }) => profile));
}

/** Names and values of an insert of profiles, as far as the mapping speaks of them. */
export function profileValues({ columns: { profile, hasEmail, hasPhone } }: CustomerPiece): {
  readonly names: readonly string[];
  readonly values: readonly string[];
} {
  const pairs: ReadonlyArray<readonly [string, string]> = [
    ...(hasEmail
      ? ([
          ["email", valueAt(2)],
          ["email_hash", valueAt(3)],
        ] as const)
      : []),
    ...(hasPhone
      ? ([
          ["phone", valueAt(4)],
          ["phone_hash", valueAt(5)],
        ] as const)
      : []),
    ...profile.map((name, index) => {
      const value = valueAt(PROFILE_HEAD + index);
      const byDefault = DEFAULTS[name];
      return [name, byDefault === undefined ? value : `coalesce(${value}, ${byDefault})`] as const;
    }),
  ];
  return { names: pairs.map(([name]) => name), values: pairs.map(([, value]) => value) };
}

/** A row that a file makes has its origin once, for all that it brings (facts/origins.ts); attributes don't repeat it. */
export const ONE_ORIGIN = `? || (${valueAt(1)}) || ']}'`;
export const originHead = ({ source }: CustomerPiece) => `{"rest":[${JSON.stringify(source)},`;

function profileInsert(piece: CustomerPiece, profiles: Uint8Array): Query {
  const { names, values } = profileValues(piece);
  return {
    sql: `insert into customers (${["id", "code", "created_at", "updated_at", ...names, "origins"].join(", ")})
      select ${FIRST_ID} + 1 + item.key, ${[valueAt(0), "?", valueAt(1), ...values, ONE_ORIGIN].join(", ")} ${FROM_ROWS}`,
    params: [piece.importId, piece.no, piece.receivedAt, originHead(piece), profiles],
  };
}

function attributeInsert({ importId, no, columns: { attributes }, rows }: CustomerPiece): Query[] {
  if (attributes.length === 0) return [];
  const values = valuesFrom(1, attributes.length);
  return [
    {
      sql: `insert into customer_attributes (${["customer_id", "updated_at", ...attributes].join(", ")})
        select ${FIRST_ID} + 1 + item.key, ${[valueAt(0), ...values].join(", ")} ${FROM_ROWS}`,
      params: [importId, no, listOf(rows.map((row) => row.attributes))],
    },
  ];
}

/**
 * Two customers may share an address: the name stays with the first. Names go in in the order of their hashes, which is the
 * order of the index: neighbours then share pages that are at hand, at two thirds of the time.
 */
function contactInserts({ importId, no, source, columns }: CustomerPiece, profiles: Uint8Array): Query[] {
  return statedContacts(columns).map(({ kind, value, hash }) => ({
    sql: `insert into identities (kind, hash, value, customer_id, at, source)
      select '${kind}', ${hash}, ${value}, ${FIRST_ID} + 1 + item.key, ${valueAt(1)}, ?
      ${FROM_ROWS} where ${hash} is not null order by ${hash}, item.key on conflict (kind, hash) do nothing`,
    params: [importId, no, source, profiles],
  }));
}

/** The kinds of address that a mapping speaks of, and where they stand in a row of profiles. */
export function statedContacts({ hasEmail, hasPhone }: CustomerColumns) {
  return [
    ...(hasEmail ? [{ kind: "email", value: valueAt(2), hash: valueAt(3) } as const] : []),
    ...(hasPhone ? [{ kind: "phone", value: valueAt(4), hash: valueAt(5) } as const] : []),
  ];
}
