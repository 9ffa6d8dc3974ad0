import type { Query } from "#store/store.ts";
import { assignNewer, type StatedFact } from "./assign-newer.ts";
import type { NewFacts } from "./fact.ts";
import { CUSTOMER_ID, fromNewFacts, JOIN_SURVIVOR } from "./from-new-facts.ts";
import type { Identity } from "./profile-statements.ts";
import { assignOrigins, originOf, originsOf } from "./origins.ts";
import { mayFill, mayName } from "./withheld.ts";

/** E-mail and phone, as names of the customer and as her primary contact values. Rows come in the order of their times. */
export function contactStatements(
  { by, isPublic = false }: Pick<NewFacts, "by" | "isPublic">,
  stated: readonly StatedFact[],
): Query[] {
  return (["email", "phone"] as const).flatMap((kind) => {
    const rows = stated.flatMap((fact) => {
      const { messageId, customer, at, source, profile } = fact;
      const identity = profile[kind];
      if (identity === undefined) return [];
      const origins = originsOf([kind], originOf(fact, isPublic));
      return [[messageId, customer, identity.hash, identity.value, at, source, origins]];
    });
    if (rows.length === 0) return [];
    const newest = new Map(rows.map((row) => [row[1], row]));
    return [
      { sql: nameSql({ by, kind, isPublic }), params: [JSON.stringify(rows)] },
      { sql: primarySql({ by, kind, isPublic }), params: [JSON.stringify([...newest.values()])] },
    ];
  });
}

type Contact = {
  readonly by: NewFacts["by"];
  readonly kind: Identity["kind"];
  readonly isPublic: boolean;
};

/** Two customers may share an address: the name then stays with the first, and nobody is merged because of it. */
function nameSql({ by, kind, isPublic }: Contact): string {
  return `insert into identities (kind, hash, value, customer_id, at, source)
    select '${kind}', item.value ->> 2, item.value ->> 3, ${CUSTOMER_ID}, item.value ->> 4, item.value ->> 5
    ${isPublic ? `${fromNewFacts(by, JOIN_SURVIVOR)} ${mayName}` : fromNewFacts(by)}
    on conflict (kind, hash) do nothing`;
}

/**
 * Takes the newest word about each customer, and only where it says something new: most statements repeat the address that is
 * known, and an assignment would write its index entry again all the same.
 */
function primarySql({ by, kind, isPublic }: Contact): string {
  return `insert into customers (id, code, created_at, updated_at, ${kind}_hash, ${kind}, origins)
    select survivor.id, survivor.code, survivor.created_at, item.value ->> 4, item.value ->> 2, item.value ->> 3,
      item.value ->> 6
    ${fromNewFacts(by, JOIN_SURVIVOR)}
    and item.value ->> 2 is not survivor.${kind}_hash ${isPublic ? mayFill(kind) : ""}
    on conflict do update set ${assignNewer("customers", kind)}, ${assignNewer("customers", `${kind}_hash`)},
      ${assignOrigins("customers", { columns: [kind] })}`;
}
