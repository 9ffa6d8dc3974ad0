import type { Query } from "#store/store.ts";
import { assignNewer, type StatedFact } from "./assign-newer.ts";
import { attributeStatements } from "./attribute-statements.ts";
import { contactStatements } from "./contact-statements.ts";
import type { NewFacts } from "./fact.ts";
import { assignOrigins, originOf, originsOf } from "./origins.ts";
import { fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import { weightOf } from "./withheld.ts";

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

/**
 * Profiles as sources state them: a newer statement replaces values, an older one that comes late fills only gaps. An upsert
 * takes its rows one after the other, so several statements about one customer in a batch all count, in the order of their
 * times. The contact values come first, because `updated_at`, against which all are weighed, moves with the profile.
 */
export function profileStatements({ by, facts, isPublic = false }: NewFacts): Query[] {
  const stated = facts
    .filter((fact): fact is StatedFact => fact.profile !== undefined)
    .sort((left, right) => left.at - right.at);
  if (stated.length === 0) return [];
  return [
    ...contactStatements({ by, isPublic }, stated),
    ...profileStatement({ by, isPublic }, stated),
    ...attributeStatements({ by, isPublic }, stated),
  ];
}

const NULLABLE = ["first_name", "last_name", "country", "birth_on"];

/** "" stands for "not stated" in the two columns that are never null; they are a gap while nobody has stated a profile. */
const REQUIRED = ["locale", "zone"];

const COLUMNS = [...NULLABLE, ...REQUIRED];

const ASSIGN_PROFILE = [
  ...NULLABLE.map((column) => assignNewer("customers", column)),
  ...REQUIRED.map(
    (column) => `${column} = case when excluded.${column} <> '' and excluded.updated_at >= customers.updated_at
      then excluded.${column} else customers.${column} end`,
  ),
  assignOrigins("customers", { columns: NULLABLE, required: REQUIRED }),
  // Never 0 from here on: somebody has stated a profile, if only by filling gaps.
  "updated_at = max(excluded.updated_at, customers.updated_at, 1)",
].join(", ");

function profileStatement(
  { by, isPublic }: { readonly by: NewFacts["by"]; readonly isPublic: boolean },
  stated: readonly StatedFact[],
): Query[] {
  const rows = stated.flatMap((fact) => {
    const { messageId, customer, at, profile } = fact;
    const { attributes: _, ...fields } = profile;
    if (Object.keys(fields).length === 0) return [];
    const { firstName, lastName, country, birthOn, locale = "", zone = "" } = fields;
    const values = [firstName, lastName, country, birthOn, locale, zone];
    const told = COLUMNS.filter((_, index) => (values[index] ?? "") !== "");
    return [[messageId, customer, at, ...values, originsOf(told, originOf(fact, isPublic))]];
  });
  if (rows.length === 0) return [];
  return [
    {
      sql: `insert into customers (id, code, created_at, updated_at, ${COLUMNS.join(", ")}, origins)
        select survivor.id, survivor.code, survivor.created_at, ${weightOf("item.value ->> 2", isPublic)},
          item.value ->> 3, item.value ->> 4, item.value ->> 5, item.value ->> 6, item.value ->> 7, item.value ->> 8,
          item.value ->> 9
        ${fromNewFacts(by, JOIN_SURVIVOR)}
        on conflict do update set ${ASSIGN_PROFILE}`,
      params: [JSON.stringify(rows)],
    },
  ];
}
