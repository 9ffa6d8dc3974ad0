import type { Query } from "#store/store.ts";
import { assignNewer } from "#customers/facts/assign-newer.ts";
import { anyOf, assignOrigins, objectOf } from "#customers/facts/origins.ts";
import {
  chunkStatement,
  type CustomerPiece,
  FIRST_ID,
  FROM_ROWS,
  ONE_ORIGIN,
  originHead,
  PROFILE_HEAD,
  profileRows,
  profileValues,
  statedContacts,
  valueAt,
  valuesFrom,
} from "./new-customer-statements.ts";
import type { CustomerColumns } from "./read-customer-row.ts";
import { textOf } from "./row-texts.ts";

/** From a row's code to her record, and to the one that it was merged into. */
const JOIN_CUSTOMER = `cross join customers as named on named.code = ${valueAt(0)}
  cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)`;

/**
 * For a piece in which somebody may be known. New customers go in as they are; of the others the statement is weighed against
 * what is known by its time, and what it changes is kept as it was, so that the import can be undone. An erased customer's
 * rows are counted and left.
 */
export function knownCustomerStatements(piece: CustomerPiece): Query[] {
  const { importId, no } = piece;
  const profiles = profileRows(piece);
  const rows = wideRows(piece);
  const count = (column: string): Query => ({
    sql: `update import_chunks set ${column} = changes() where import_id = ? and no = ?`,
    params: [importId, no],
  });
  return [
    chunkStatement(piece),
    newRows(piece, profiles),
    count("created"),
    {
      sql: `update import_chunks set
          last_id = coalesce((select seq from sqlite_sequence where name = 'customers'), 0),
          withheld = (select count(*) ${FROM_ROWS} ${JOIN_CUSTOMER} where survivor.erased_at is not null)
        where import_id = ? and no = ?`,
      params: [profiles, importId, no],
    },
    beforeImages(piece, rows),
    count("changed"),
    profileUpdate(piece, profiles),
    ...attributeUpsert(piece, rows),
    ...contactNames(piece, profiles),
  ];
}

function newRows(piece: CustomerPiece, profiles: Uint8Array): Query {
  const { names, values } = profileValues(piece);
  return {
    sql: `insert into customers (${["code", "created_at", "updated_at", ...names, "origins"].join(", ")})
      select ${[valueAt(0), "?", valueAt(1), ...values, ONE_ORIGIN].join(", ")} ${FROM_ROWS} where true
      on conflict (code) do nothing`,
    params: [piece.receivedAt, originHead(piece), profiles],
  };
}

/** A row of profiles, behind it the row of attributes, and at last whether its consents tell something new. */
function wideRows({ rows }: CustomerPiece): string {
  const wide = rows.map(
    ({ profile, attributes, hasNews }) =>
      `${textOf(profile).slice(0, -1)},${textOf(attributes).slice(1, -1)},${hasNews ? 1 : 0}]`,
  );
  return `[${wide.join(",")}]`;
}

/** Where the attributes begin in a wide row, behind the time that leads them. */
const attributesFrom = ({ profile }: CustomerColumns) => PROFILE_HEAD + profile.length + 1;

/** Every column that a piece speaks of, where it stands in the database and in a wide row. */
function statedColumns({ columns }: CustomerPiece): readonly StatedColumn[] {
  const { profile, attributes } = columns;
  const contacts = [
    ...(columns.hasEmail ? ["email", "email_hash"] : []),
    ...(columns.hasPhone ? ["phone", "phone_hash"] : []),
  ];
  return [
    ...[...contacts, ...profile].map((name) => ({ name, at: "survivor", value: valueAt(placeOf(name, profile)) })),
    ...attributes.map((name, index) => ({
      name,
      at: "attribute",
      value: valueAt(attributesFrom(columns) + index),
    })),
  ];
}

type StatedColumn = { readonly name: string; readonly at: string; readonly value: string };

/**
 * What stood there before, of every customer for whom the row says something new. A newer statement wins over a value, an
 * older one only fills a gap: what `assignNewer` does to a column, asked beforehand.
 */
function beforeImages(piece: CustomerPiece, rows: string): Query {
  const stated = statedColumns(piece).map((column) => ({ ...column, known: `${column.at}.${column.name}` }));
  const news = valueAt(attributesFrom(piece.columns) + piece.columns.attributes.length);
  const differs = stated.map(({ name, known, at, value }) => {
    const isNewer = `${valueAt(1)} >= coalesce(${at}.updated_at, 0)`;
    const isGap = name === "locale" || name === "zone" ? "false" : `${known} is null`;
    return `(${value} is not null and ${value} is not ${known} and (${isNewer} or ${isGap}))`;
  });
  const image = (value: (column: (typeof stated)[number]) => string) =>
    objectOf(stated.map((each) => [each.name, value(each)]));
  return {
    sql: `insert into import_changes (import_id, customer_id, subject, before, after)
      select ?, survivor.id, 'profile',
        json_set(${image(({ known }) => known)}, '$.updated_at', survivor.updated_at,
          '$.origins', json_patch(coalesce(survivor.origins, '{}'), coalesce(attribute.origins, '{}'))),
        json_set(${image(({ value }) => value)}, '$.updated_at', ${valueAt(1)})
      ${FROM_ROWS} ${JOIN_CUSTOMER}
      left join customer_attributes as attribute on attribute.customer_id = survivor.id
      where survivor.id <= ${FIRST_ID} and survivor.erased_at is null
        and ${anyOf([`${news} = 1`, ...differs])}`,
    params: [piece.importId, rows, piece.importId, piece.no],
  };
}

/** An upsert takes rows one after the other, so two codes of one merged customer both count. */
function profileUpdate(piece: CustomerPiece, profiles: Uint8Array): Query {
  const { columns } = piece;
  const contacts = [
    ...(columns.hasEmail ? ["email", "email_hash"] : []),
    ...(columns.hasPhone ? ["phone", "phone_hash"] : []),
  ];
  const { names } = profileValues(piece);
  const places = names.map((name) => valueAt(placeOf(name, columns.profile)));
  const required: readonly string[] = names.filter((name) => name === "locale" || name === "zone");
  const told = names.filter((name) => !name.endsWith("_hash"));
  const origins = originsAtMost(piece, told);
  const assign = names.map((name) =>
    name === "locale" || name === "zone"
      ? `${name} = case when excluded.${name} <> '' and excluded.updated_at >= customers.updated_at
          then excluded.${name} else customers.${name} end`
      : assignNewer("customers", name),
  );
  assign.push(
    assignOrigins("customers", {
      columns: told.filter((name) => !required.includes(name)),
      required,
      isSparse: true,
    }),
  );
  const values = names.map((name, index) =>
    contacts.includes(name) || (name !== "locale" && name !== "zone")
      ? places[index]
      : `coalesce(${places[index]}, '')`,
  );
  return {
    sql: `insert into customers (${["id", "code", "created_at", "updated_at", ...names, "origins"].join(", ")})
      select ${["survivor.id", "survivor.code", "survivor.created_at", valueAt(1), ...values, origins.sql].join(", ")}
      ${FROM_ROWS} ${JOIN_CUSTOMER} where survivor.id <= ${FIRST_ID} and survivor.erased_at is null
      on conflict (id) do update set ${[...assign, "updated_at = max(excluded.updated_at, customers.updated_at)"].join(", ")}`,
    params: [...origins.params, profiles, piece.importId, piece.no],
  };
}

const CONTACT_PLACES: Readonly<Record<string, number>> = { email: 2, email_hash: 3, phone: 4, phone_hash: 5 };

function placeOf(name: string, profile: readonly string[]): number {
  return CONTACT_PLACES[name] ?? PROFILE_HEAD + profile.indexOf(name);
}

/** What a row says of origins where it takes every column: one origin, written as often as there are columns. */
function originsAtMost({ source }: CustomerPiece, columns: readonly string[]): Query {
  const members = columns.map((name) => `"${name}":@`).join(",");
  return {
    sql: `replace('{${members}}', '@', ? || (${valueAt(1)}) || ']')`,
    params: [`[${JSON.stringify(source)},`],
  };
}

function attributeUpsert(piece: CustomerPiece, rows: string): Query[] {
  const { columns } = piece;
  const { attributes } = columns;
  if (attributes.length === 0) return [];
  const origins = originsAtMost(piece, attributes);
  const assign = [
    ...attributes.map((name) => assignNewer("customer_attributes", name)),
    assignOrigins("customer_attributes", { columns: attributes, isSparse: true }),
  ];
  return [
    {
      sql: `insert into customer_attributes (${["customer_id", "updated_at", ...attributes, "origins"].join(", ")})
        select ${["survivor.id", valueAt(1), ...valuesFrom(attributesFrom(columns), attributes.length), origins.sql].join(", ")}
        ${FROM_ROWS} ${JOIN_CUSTOMER} where survivor.erased_at is null
        on conflict (customer_id) do update set
          ${[...assign, "updated_at = max(excluded.updated_at, customer_attributes.updated_at)"].join(", ")}`,
      params: [...origins.params, rows],
    },
  ];
}

function contactNames({ columns, source }: CustomerPiece, profiles: Uint8Array): Query[] {
  return statedContacts(columns).map(({ kind, value, hash }) => ({
    sql: `insert into identities (kind, hash, value, customer_id, at, source)
      select '${kind}', ${hash}, ${value}, survivor.id, ${valueAt(1)}, ?
      ${FROM_ROWS} ${JOIN_CUSTOMER} where ${hash} is not null and survivor.erased_at is null
      on conflict (kind, hash) do nothing`,
    params: [source, profiles],
  }));
}
