import { objectOf } from "#customers/facts/origins.ts";
import type { Statement } from "#store/store.ts";
import type { ImportRow } from "#customers/import/run/import-row.ts";
import type { Change } from "./undo-changes.ts";

/**
 * Profile and attributes: a column that still holds what the import put there gets back what it held. A time of statement goes
 * back only where nobody has stated anything since.
 */
export function undoProfiles({ mapping }: ImportRow, changes: readonly Change[]): Statement[] {
  if (changes.length === 0) return [];
  const ids = JSON.stringify(changes.map(({ id }) => id));
  const names = namesOf(changes);
  const attributes = names.filter((name) => name.startsWith("a_"));
  const profile = names.filter((name) => !name.startsWith("a_"));
  return [
    update("customers", "id", { names: profile, ids }),
    ...(attributes.length === 0 ? [] : [update("customer_attributes", "customer_id", { names: attributes, ids })]),
    ...(["email", "phone"] as const).flatMap((kind) =>
      profile.includes(kind) ? [forgetName(kind, { ids, source: mapping.source })] : [],
    ),
  ];
}

/** Columns of the images: they were written by our own statements, and are looked at again all the same. */
function namesOf(changes: readonly Change[]): readonly string[] {
  const names = new Set(changes.flatMap(({ after }) => Object.keys(JSON.parse(after ?? "{}") as object)));
  return [...names].filter((name) => name !== "updated_at" && name !== "origins" && /^[a-z][a-z0-9_]*$/.test(name));
}

function update(
  table: string,
  id: string,
  { names, ids }: { readonly names: readonly string[]; readonly ids: string },
): Statement {
  const set = names.map((name) => {
    const was = `change.before ->> '$.${name}'`;
    const made = `change.after ->> '$.${name}'`;
    return `${name} = case when ${made} is not null and ${table}.${name} is ${made} then ${was} else ${table}.${name} end`;
  });
  // A value that goes back is again from where it was; null takes away what the import said of it.
  const origins = objectOf(
    names.map((name) => {
      const made = `change.after ->> '$.${name}'`;
      const isTakenBack = `${made} is not null and ${table}.${name} is ${made}`;
      const was = `change.before -> '$.origins.${name}'`;
      return [name, `json(iif(${isTakenBack}, ${was}, ${table}.origins -> '$.${name}'))`];
    }),
  );
  const time = `updated_at = case when ${table}.updated_at = change.after ->> '$.updated_at'
    then coalesce(change.before ->> '$.updated_at', 0) else ${table}.updated_at end`;
  return {
    sql: `update ${table} set ${[...set, time].join(", ")},
        origins = nullif(json_patch(coalesce(${table}.origins, '{}'), ${origins}), '{}')
      from import_changes as change
      where change.id in (select value from json_each(?)) and ${table}.${id} = change.customer_id`,
    params: [ids],
  };
}

/** The name that the import gave her, where it is hers and her address no more. */
function forgetName(
  kind: "email" | "phone",
  { ids, source }: { readonly ids: string; readonly source: string },
): Statement {
  return {
    sql: `delete from identities where (kind, hash) in (
        select '${kind}', change.after ->> '$.${kind}_hash' from import_changes as change
        cross join customers on customers.id = change.customer_id
        where change.id in (select value from json_each(?)) and change.after ->> '$.${kind}_hash' is not null
          and customers.${kind}_hash is not change.after ->> '$.${kind}_hash'
          and change.before ->> '$.${kind}_hash' is not change.after ->> '$.${kind}_hash'
          and identities.customer_id = change.customer_id and identities.at = change.after ->> '$.updated_at')
        and source = ? and verified_at is null`,
    params: [ids, source],
  };
}
