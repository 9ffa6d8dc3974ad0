import type { Query } from "#store/store.ts";
import { assignNewer, type StatedFact } from "./assign-newer.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import { weightOf } from "./withheld.ts";

/** Only the columns that the batch speaks of; their names come from definitions, never from outside. */
export function attributeStatements(
  { by, isPublic = false }: Pick<NewFacts, "by" | "isPublic">,
  stated: readonly StatedFact[],
): Query[] {
  const withAttributes = stated.filter(({ profile }) => profile.attributes !== undefined);
  const names = [...new Set(withAttributes.flatMap(({ profile }) => Object.keys(profile.attributes ?? {})))].sort();
  if (names.length === 0) return [];
  const rows = withAttributes.map(({ messageId, customer, at, profile }) => [
    messageId,
    customer,
    at,
    ...names.map((name) => profile.attributes?.[name] ?? null),
  ]);
  const assign = names.map((name) => assignNewer("customer_attributes", `a_${name}`));
  return [
    {
      sql: `insert into customer_attributes (customer_id, updated_at, ${names.map((name) => `a_${name}`).join(", ")})
        select ${CUSTOMER_ID}, ${weightOf("item.value ->> 2", isPublic)}, ${names.map((_, index) => `item.value ->> ${index + 3}`).join(", ")}
        ${isPublic ? fromNewFacts(by, JOIN_SURVIVOR) : fromNewFacts(by)}
        on conflict (customer_id) do update set ${assign.join(", ")},
          updated_at = max(excluded.updated_at, customer_attributes.updated_at)`,
      params: [JSON.stringify(rows)],
    },
  ];
}
