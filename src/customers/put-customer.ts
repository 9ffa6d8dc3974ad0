import { type AuditActor, auditIfChanged } from "#access/audit.ts";
import { type Fault, type Problem, problem } from "#kernel/problem.ts";
import { err, type Result } from "#kernel/result.ts";
import type { Query, SqlValue } from "#store/store.ts";
import { type AttributeDefinition, attributeFault, findAttributes } from "./attributes.ts";
import type { CustomerDeps } from "./customer-deps.ts";
import { customerRows } from "./facts/customer-rows.ts";
import { originsOf } from "./facts/origins.ts";
import type { AttributeValue, Identity } from "./facts/profile-statements.ts";
import { type CustomerView, getCustomer } from "./find-customer.ts";
import { emailIdentity, phoneIdentity } from "./normalise-identity.ts";
import {
  BIRTH_DATE_REFUSED,
  COUNTRY_REFUSED,
  isBirthDate,
  isCountry,
  isPersonName,
  NAME_REFUSED,
} from "./person-values.ts";

/** What is said about a customer. What is absent stays as it is; null takes a value away. */
type ProfileChange = {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly locale?: string | undefined;
  readonly zone?: string | undefined;
  readonly country?: string | null | undefined;
  readonly birthOn?: string | null | undefined;
  readonly attributes?: Readonly<Record<string, AttributeValue | null>> | undefined;
};

type Put = {
  readonly deps: Pick<CustomerDeps, "store" | "clock" | "secret" | "defaultCountry">;
  readonly actor: AuditActor;
  readonly code: string;
  readonly input: ProfileChange;
};

/** Creates or changes the customer under a code. It counts as the newest statement about her. */
export async function putCustomer({ deps, actor, code, input }: Put): Promise<Result<CustomerView, Problem>> {
  const faults: Fault[] = [];
  const contacts = contactsOf(deps, input, faults);
  const definitions = await findAttributes(deps.store);
  faults.push(...personFaults(input, deps.clock.now()), ...attributeFaults(input.attributes ?? {}, definitions));
  if (faults.length > 0) return err(problem("invalid_content", undefined, faults));
  const at = deps.clock.now();
  await deps.store.write([
    customerRows([code], at),
    profileUpdate({ code, at, columns: { ...plainColumns(input), ...contactColumns(contacts) } }),
    // Right behind the profile, whose time always changes: of a record that was erased nothing is written and nothing told.
    auditIfChanged({
      at,
      actor,
      action: "put-customer",
      subject: { kind: "customer", id: code },
      detail: { fields: [...Object.keys(input), ...Object.keys(input.attributes ?? {})] },
    }),
    ...contacts.flatMap(([kind, identity]) => identityStatements({ code, at, kind, identity })),
    ...attributeUpsert(code, at, input.attributes ?? {}),
  ]);
  return getCustomer(deps.store, code);
}

type Contact = readonly [kind: "email" | "phone", identity: Identity | null];

function contactsOf(deps: Put["deps"], { email, phone }: ProfileChange, faults: Fault[]): Contact[] {
  const read = [
    ["email", email, (text: string) => emailIdentity(deps.secret, text)],
    ["phone", phone, (text: string) => phoneIdentity(deps, text)],
  ] as const;
  return read.flatMap(([kind, text, identityOf]): Contact[] => {
    if (text === undefined) return [];
    const identity = text === null ? null : identityOf(text);
    if (identity !== undefined) return [[kind, identity]];
    faults.push({ pointer: `/${kind}`, message: "This can be no address of that kind." });
    return [];
  });
}

function personFaults({ firstName, lastName, country, birthOn }: ProfileChange, now: number): Fault[] {
  const checks = [
    ["/firstName", firstName, isPersonName, NAME_REFUSED],
    ["/lastName", lastName, isPersonName, NAME_REFUSED],
    ["/country", country, isCountry, COUNTRY_REFUSED],
    ["/birthOn", birthOn, (text: string) => isBirthDate(text, now), BIRTH_DATE_REFUSED],
  ] as const;
  return checks.flatMap(([pointer, text, isRight, message]) =>
    text == null || isRight(text) ? [] : [{ pointer, message }],
  );
}

function attributeFaults(
  values: NonNullable<ProfileChange["attributes"]>,
  definitions: ReadonlyMap<string, AttributeDefinition>,
): Fault[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const definition = definitions.get(name);
    const message =
      definition === undefined
        ? "There is no such attribute."
        : value === null
          ? undefined
          : attributeFault(definition, value);
    return message === undefined ? [] : [{ pointer: `/attributes/${name}`, message }];
  });
}

const plainFields = {
  firstName: "first_name",
  lastName: "last_name",
  locale: "locale",
  zone: "zone",
  country: "country",
  birthOn: "birth_on",
} as const;

function plainColumns(input: ProfileChange): Record<string, SqlValue> {
  const columns: Record<string, SqlValue> = {};
  for (const [field, column] of Object.entries(plainFields)) {
    const value = input[field as keyof typeof plainFields];
    if (value !== undefined) columns[column] = value;
  }
  return columns;
}

function contactColumns(contacts: readonly Contact[]): Record<string, SqlValue> {
  return Object.fromEntries(
    contacts.flatMap(([kind, identity]) => [
      [kind, identity?.value ?? null],
      [`${kind}_hash`, identity?.hash ?? null],
    ]),
  );
}

/** Where it comes from: the vendor's people and systems, who keep the record itself. */
const SOURCE = "profile";

/** SQL: the record behind a code, merged ones followed, unless it was erased. Every statement takes its customer from here. */
const LIVING = `select survivor.id from customers as named
  cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id)
  where named.code = ? and survivor.erased_at is null`;

function profileUpdate(input: {
  readonly code: string;
  readonly at: number;
  readonly columns: Record<string, SqlValue>;
}): Query {
  const { code, at, columns } = input;
  const set = [...Object.keys(columns), "updated_at"].map((column) => `${column} = ?`).join(", ");
  const fields = Object.keys(columns).filter((column) => !column.endsWith("_hash"));
  return {
    sql: `update customers set ${set}, origins = json_patch(coalesce(origins, '{}'), ?)
      where id = (${LIVING})`,
    params: [...Object.values(columns), at, originsOf(fields, [SOURCE, at]), code],
  };
}

/** A contact value that is taken away is no name of hers any more; a new one does not take somebody else's. */
function identityStatements(input: {
  readonly code: string;
  readonly at: number;
  readonly kind: Contact[0];
  readonly identity: Identity | null;
}): Query[] {
  const { code, at, kind, identity } = input;
  if (identity === null) {
    return [{ sql: `delete from identities where kind = ? and customer_id = (${LIVING})`, params: [kind, code] }];
  }
  return [
    {
      sql: `insert into identities (kind, hash, value, customer_id, at, source)
        select ?, ?, ?, living.id, ?, '${SOURCE}' from (${LIVING}) as living where true
        on conflict (kind, hash) do nothing`,
      params: [kind, identity.hash, identity.value, at, code],
    },
  ];
}

function attributeUpsert(code: string, at: number, values: NonNullable<ProfileChange["attributes"]>): Query[] {
  const names = Object.keys(values);
  if (names.length === 0) return [];
  const columns = names.map((name) => `a_${name}`);
  const read = names.map((name) => `item.value ->> '$.${name}'`);
  return [
    {
      sql: `insert into customer_attributes (customer_id, updated_at, ${columns.join(", ")}, origins)
        select living.id, ?, ${read.join(", ")}, ? from json_each(?) as item cross join (${LIVING}) as living where true
        on conflict (customer_id) do update set updated_at = excluded.updated_at,
          origins = json_patch(coalesce(customer_attributes.origins, '{}'), excluded.origins),
          ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`,
      params: [at, originsOf(columns, [SOURCE, at]), JSON.stringify([values]), code],
    },
  ];
}
