import type { Query } from "#store/store.ts";
import { assignNewer, type StatedFact } from "./assign-newer.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import { assignOrigins, originOf, originsOf } from "./origins.ts";
import { weightOf } from "./withheld.ts";

/** Only the columns that the batch speaks of; their names come from definitions, never from outside. */
export function attributeStatements(
  { by, isPublic = false }: Pick<NewFacts, "by" | "isPublic">,
  stated: readonly StatedFact[],
): Query[] {
  const withAttributes = stated.filter(({ profile }) => profile.attributes !== undefined);
  const names = [...new Set(withAttributes.flatMap(({ profile }) => Object.keys(profile.attributes ?? {})))].sort();
  if (names.length === 0) return [];
  const rows = withAttributes.map((fact) => {
    const { messageId, customer, at, profile } = fact;
    const told = Object.keys(profile.attributes ?? {}).map((name) => `a_${name}`);
    const values = names.map((name) => profile.attributes?.[name] ?? null);
    return [messageId, customer, at, ...values, originsOf(told, originOf(fact, isPublic))];
  });
  const columns = names.map((name) => `a_${name}`);
  const assign = [
    ...columns.map((column) => assignNewer("customer_attributes", column)),
    assignOrigins("customer_attributes", { columns }),
  ];
  return [
    {
      sql: `insert into customer_attributes (customer_id, updated_at, ${columns.join(", ")}, origins)
        select ${CUSTOMER_ID}, ${weightOf("item.value ->> 2", isPublic)}, ${names.map((_, index) => `item.value ->> ${index + 3}`).join(", ")},
          item.value ->> ${names.length + 3}
        ${isPublic ? fromNewFacts(by, JOIN_SURVIVOR) : fromNewFacts(by)}
        on conflict (customer_id) do update set ${assign.join(", ")},
          updated_at = max(excluded.updated_at, customer_attributes.updated_at)`,
      params: [JSON.stringify(rows)],
    },
  ];
}
