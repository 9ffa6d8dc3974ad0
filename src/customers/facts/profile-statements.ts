import type { Query } from "#store/store.ts";
import type { Fact, NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "./from-new-facts.ts";

/** A contact value that names a customer, with the keyed hash of its normalised form. */
export type Identity = { readonly kind: "email" | "phone"; readonly value: string; readonly hash: string };

/** What a source says about a customer. What it does not say stays as it is. */
export type ProfileStatement = {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly locale?: string;
  readonly zone?: string;
  readonly country?: string;
  readonly birthOn?: string;
  readonly email?: Identity;
  readonly phone?: Identity;
  /** Declared attributes by name, checked against their definitions. */
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
};
export type AttributeValue = string | number | boolean;

type Stated = Fact & { readonly profile: ProfileStatement };

/**
 * Profiles as sources state them: a newer statement replaces values, an older one that comes late fills only gaps. An upsert
 * takes the rows one after the other, so several statements about one customer in a batch all count.
 */
export function profileStatements({ by, facts }: NewFacts): Query[] {
  const stated = facts.filter((fact): fact is Stated => fact.profile !== undefined);
  if (stated.length === 0) return [];
  return [
    ...profileStatement(by, stated),
    ...identityStatement(by, stated.flatMap(identityRows)),
    ...attributeStatement(by, stated),
  ];
}

const NULLABLE = ["first_name", "last_name", "country", "birth_on", "email", "email_hash", "phone", "phone_hash"];

/** "" stands for "not stated" in the two columns that are never null. */
const REQUIRED = ["locale", "zone"];

const ASSIGN_PROFILE = [
  ...NULLABLE.map(
    (name) => `${name} = case when excluded.updated_at >= customers.updated_at
      then coalesce(excluded.${name}, customers.${name}) else coalesce(customers.${name}, excluded.${name}) end`,
  ),
  ...REQUIRED.map(
    (name) => `${name} = case when excluded.${name} <> '' and excluded.updated_at >= customers.updated_at
      then excluded.${name} else customers.${name} end`,
  ),
  "updated_at = max(excluded.updated_at, customers.updated_at)",
].join(", ");

function profileStatement(by: NewFacts["by"], stated: readonly Stated[]): Query[] {
  const rows = stated.flatMap(({ messageId, customer, at, profile }) => {
    const { attributes: _, ...fields } = profile;
    if (Object.keys(fields).length === 0) return [];
    const { firstName, lastName, country, birthOn, email, phone, locale = "", zone = "" } = fields;
    const contact = [email?.value, email?.hash, phone?.value, phone?.hash];
    return [[messageId, customer, at, firstName, lastName, country, birthOn, ...contact, locale, zone]];
  });
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into customers (id, code, created_at, updated_at, ${[...NULLABLE, ...REQUIRED].join(", ")})
        select survivor.id, survivor.code, survivor.created_at, item.value ->> 2, item.value ->> 3, item.value ->> 4,
          item.value ->> 5, item.value ->> 6, item.value ->> 7, item.value ->> 8, item.value ->> 9, item.value ->> 10,
          item.value ->> 11, item.value ->> 12
        ${fromNewFacts(by).replace("where", `cross join customers as survivor on survivor.id = ${CUSTOMER_ID} where`)}
        on conflict do update set ${ASSIGN_PROFILE}`,
      params: [JSON.stringify(rows)],
    },
  ];
}

function identityRows({ messageId, customer, at, source, profile }: Stated): unknown[][] {
  return [profile.email, profile.phone].flatMap((identity) =>
    identity === undefined ? [] : [[messageId, customer, identity.kind, identity.hash, identity.value, at, source]],
  );
}

/** Two customers may share an address: the name then stays with the first, and nobody is merged because of it. */
function identityStatement(by: NewFacts["by"], rows: readonly unknown[]): Query[] {
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into identities (kind, hash, value, customer_id, at, source)
        select item.value ->> 2, item.value ->> 3, item.value ->> 4, ${CUSTOMER_ID}, item.value ->> 5, item.value ->> 6
        ${fromNewFacts(by)}
        on conflict (kind, hash) do nothing`,
      params: [JSON.stringify(rows)],
    },
  ];
}

/** Only the columns that the batch speaks of; their names come from definitions, never from outside. */
function attributeStatement(by: NewFacts["by"], stated: readonly Stated[]): Query[] {
  const withAttributes = stated.filter(({ profile }) => profile.attributes !== undefined);
  const names = [...new Set(withAttributes.flatMap(({ profile }) => Object.keys(profile.attributes ?? {})))].sort();
  if (names.length === 0) return [];
  const rows = withAttributes.map(({ messageId, customer, at, profile }) => [
    messageId,
    customer,
    at,
    ...names.map((name) => profile.attributes?.[name] ?? null),
  ]);
  const assign = names.map(
    (name) => `a_${name} = case when excluded.updated_at >= customer_attributes.updated_at
      then coalesce(excluded.a_${name}, customer_attributes.a_${name})
      else coalesce(customer_attributes.a_${name}, excluded.a_${name}) end`,
  );
  return [
    {
      sql: `insert into customer_attributes (customer_id, updated_at, ${names.map((name) => `a_${name}`).join(", ")})
        select ${CUSTOMER_ID}, item.value ->> 2, ${names.map((_, index) => `item.value ->> ${index + 3}`).join(", ")}
        ${fromNewFacts(by)}
        on conflict (customer_id) do update set ${assign.join(", ")},
          updated_at = max(excluded.updated_at, customer_attributes.updated_at)`,
      params: [JSON.stringify(rows)],
    },
  ];
}
