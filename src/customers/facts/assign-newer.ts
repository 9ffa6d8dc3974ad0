import type { Fact } from "./fact.ts";

/** A fact that states a profile. */
export type StatedFact = Fact & { readonly profile: NonNullable<Fact["profile"]> };

/** The value of a nullable column after a statement: the newer one's word, or a gap filled. */
export function assignNewer(table: string, column: string): string {
  return `${column} = case when excluded.updated_at >= ${table}.updated_at
    then coalesce(excluded.${column}, ${table}.${column}) else coalesce(${table}.${column}, excluded.${column}) end`;
}
