import type { Query, Statement } from "#store/store.ts";
import type { CustomerDeps } from "#customers/customer-deps.ts";
import { consentProjection } from "./consent-statements.ts";
import { KEEP_NEWEST_DEMOGRAPHIC } from "./demographic-statements.ts";
import { forgetClicksOfMerged } from "./forget-clicks.ts";
import { objectOf, originSql } from "./origins.ts";
import { MAY_MERGE } from "./withheld.ts";

/** The record `from` turns out to be the customer `into`. */
export type MergePair = { readonly from: string; readonly into: string };

export type MergeSettings = {
  readonly attributeNames: readonly string[];
  /** Asked for with a public write key: no address and no grant comes to a known customer this way (withheld.ts). */
  readonly isPublic?: boolean;
};

/** Ids of the records among some codes that were merged, with one parameter: the codes as a JSON array. */
const MERGED_IDS = `select id from customers
  where code in (select value from json_each(?)) and merged_into is not null`;

/**
 * Merges records into others: facts, names, consent and profile go to the survivor, and the old code resolves to her from
 * then on. A record that was merged before stays with its first survivor; a pair that is already one changes nothing.
 * Both codes have their rows before this runs. The first statement sets who was merged.
 */
export function mergeStatements(
  deps: Pick<CustomerDeps, "mergers">,
  pairs: readonly MergePair[],
  { attributeNames, isPublic = false }: MergeSettings,
): Statement[] {
  const straight = straightened(pairs);
  if (straight.length === 0) return [];
  const codes = straight.map(({ from }) => from);
  const merged = JSON.stringify(codes);
  return [
    ...bindStatements(straight, merged, isPublic),
    ...factTables.map((table) => moveRows(table, codes)),
    ...demographicMove(merged, isPublic),
    ...consentMove(merged),
    forgetClicksOfMerged(codes),
    ...profileMove(merged, isPublic),
    ...attributeMove(merged, { attributeNames, isPublic }),
    ...deps.mergers.flatMap((merge) => merge(codes)),
  ];
}

const factTables = [
  "identities",
  "events",
  "purchases",
  "purchase_lines",
  "registrations",
  "survey_answers",
  "contact_notes",
  "consents",
];

/** Gives a table's rows of merged customers to their survivors. For tables in which that can meet no unique key. */
function moveRows(table: string, mergedCodes: readonly string[]): Query {
  return {
    sql: `update ${table}
      set customer_id = (select merged_into from customers where customers.id = ${table}.customer_id)
      where customer_id in (${MERGED_IDS})`,
    params: [JSON.stringify(mergedCodes)],
  };
}

/** Follows pairs to their ends, so that no statement meets a chain or a ring made inside one batch. */
function straightened(pairs: readonly MergePair[]): MergePair[] {
  const survivors = new Map<string, string>();
  const survivorOf = (code: string): string => {
    let at = code;
    for (let next = survivors.get(at); next !== undefined; next = survivors.get(at)) at = next;
    return at;
  };
  for (const { from, into } of pairs) {
    const survivor = survivorOf(into);
    if (!survivors.has(from) && survivor !== from) survivors.set(from, survivor);
  }
  return [...survivors.keys()].map((from) => ({ from, into: survivorOf(from) }));
}

function bindStatements(pairs: readonly MergePair[], merged: string, isPublic: boolean): Query[] {
  const rows = JSON.stringify(pairs.map(({ from, into }) => [from, into]));
  return [
    {
      sql: `update customers set merged_into = pair.survivor_id
        from (
          select item.value ->> 0 as code, coalesce(target.merged_into, target.id) as survivor_id
          from json_each(?) as item cross join customers as target on target.code = item.value ->> 1
          where target.erased_at is null
        ) as pair
        where customers.code = pair.code and customers.merged_into is null and customers.erased_at is null
          and customers.id <> pair.survivor_id ${isPublic ? MAY_MERGE : ""}`,
      params: [rows],
    },
    // Whoever was merged into a record that is now merged itself goes with it: a code is never more than one step away.
    {
      sql: `update customers
        set merged_into = (select between_.merged_into from customers as between_ where between_.id = customers.merged_into)
        where merged_into in (${MERGED_IDS})`,
      params: [merged],
    },
  ];
}

const SURVIVOR = "(select merged_into from customers where customers.id = moved.customer_id)";

/** The newest of each name and source stands; asked for with a public key, what is known of the survivor stands. */
function demographicMove(merged: string, isPublic: boolean): Query[] {
  return [
    {
      sql: `insert into demographic_facts (customer_id, name, value, at, received_at, source, channel)
        select ${SURVIVOR}, name, value, at, received_at, source, channel
        from demographic_facts as moved where customer_id in (${MERGED_IDS})
        ${
          isPublic
            ? `and not exists (select 1 from demographic_facts as known
                where known.customer_id = ${SURVIVOR} and known.name = moved.name)`
            : ""
        }
        ${KEEP_NEWEST_DEMOGRAPHIC}`,
      params: [merged],
    },
    { sql: `delete from demographic_facts where customer_id in (${MERGED_IDS})`, params: [merged] },
  ];
}

/** The records moved already; what they say together is worked out again. */
function consentMove(merged: string): Query[] {
  return [
    { sql: `delete from consent_states where customer_id in (${MERGED_IDS})`, params: [merged] },
    ...consentProjection({
      sql: `select merged_into from customers
        where code in (select value from json_each(?)) and merged_into is not null`,
      params: [merged],
    }),
  ];
}

const FILLED = ["first_name", "last_name", "country", "birth_on", "email", "email_hash", "phone", "phone_hash"];
const DEFAULTED = ["locale", "zone"];
const CONTACTS_AND_NAMES = FILLED.filter((name) => !name.endsWith("_hash"));
const TOLD = [...DEFAULTED, ...CONTACTS_AND_NAMES];

/**
 * What the merged record's values came from, each by itself: its `rest` says nothing of the survivor. Where nobody is known
 * to have stated a value, it is a claim.
 */
function movedOrigins(columns: readonly string[], origins: string, rest = origins): string {
  return objectOf(
    columns.map((name) => [
      name,
      `iif(moved.${name} is null, null, json(coalesce(${originSql(origins, name, rest)}, json_array('profile', moved.updated_at, 1))))`,
    ]),
  );
}

/** A value that the merged record fills in brings its origin; all others keep theirs. */
function keepOrigins(table: string, columns: ReadonlyArray<readonly [name: string, isGap: string]>): string {
  const members = columns.map(
    ([name, isGap]) =>
      [name, `json(iif(${isGap}, excluded.origins -> '$.${name}', ${table}.origins -> '$.${name}'))`] as const,
  );
  return `origins = json_patch(coalesce(${table}.origins, '{}'), ${objectOf(members)})`;
}

const takeIfUnstated = (name: string) =>
  `${name} = case when customers.updated_at = 0 then excluded.${name} else customers.${name} end`;

/**
 * The survivor's own values stay; the merged record fills gaps and keeps no contact value that a plan could reach. Asked for
 * with a public key its times say nothing: a made-up one would hold back what the vendor states next.
 */
function profileMove(merged: string, isPublic: boolean): Query[] {
  const updatedAt = isPublic
    ? "updated_at = max(customers.updated_at, min(excluded.updated_at, 1))"
    : takeIfUnstated("updated_at");
  return [
    {
      sql: `insert into customers (id, code, created_at, updated_at, ${[...DEFAULTED, ...FILLED].join(", ")}, origins)
        select survivor.id, survivor.code, survivor.created_at, moved.updated_at,
          ${[...DEFAULTED, ...FILLED].map((name) => `moved.${name}`).join(", ")}, ${movedOrigins(TOLD, "moved.origins")}
        from customers as moved cross join customers as survivor on survivor.id = moved.merged_into
        where moved.id in (${MERGED_IDS})
        on conflict do update set
          ${FILLED.map((name) => `${name} = coalesce(customers.${name}, excluded.${name})`).join(", ")},
          ${[...DEFAULTED.map(takeIfUnstated), updatedAt].join(", ")},
          ${keepOrigins("customers", [
            ...DEFAULTED.map((name) => [name, "customers.updated_at = 0"] as const),
            ...CONTACTS_AND_NAMES.map((name) => [name, `customers.${name} is null`] as const),
          ])}`,
      params: [merged],
    },
    {
      sql: `update customers set ${FILLED.map((name) => `${name} = null`).join(", ")}, is_tracked = 0
        where id in (${MERGED_IDS})`,
      params: [merged],
    },
  ];
}

const REST = "(select named.origins from customers as named where named.id = moved.customer_id)";

function attributeMove(merged: string, { attributeNames, isPublic = false }: MergeSettings): Query[] {
  const known = "customer_attributes.updated_at";
  const columns = attributeNames.map((name) => `a_${name}`);
  const origins = keepOrigins(
    "customer_attributes",
    columns.map((column) => [column, `customer_attributes.${column} is null`]),
  );
  const fill = columns.map((column) => `${column} = coalesce(customer_attributes.${column}, excluded.${column})`);
  return [
    {
      sql: `insert into customer_attributes (${["customer_id", "updated_at", ...columns, "origins"].join(", ")})
        select ${[SURVIVOR, "updated_at", ...columns].join(", ")}, ${movedOrigins(columns, "moved.origins", REST)}
        from customer_attributes as moved where customer_id in (${MERGED_IDS})
        on conflict (customer_id) do update set
          ${[...fill, `updated_at = ${isPublic ? known : `max(excluded.updated_at, ${known})`}`, origins].join(", ")}`,
      params: [merged],
    },
    { sql: `delete from customer_attributes where customer_id in (${MERGED_IDS})`, params: [merged] },
  ];
}
