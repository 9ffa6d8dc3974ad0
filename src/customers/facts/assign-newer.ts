import type { Fact } from "./fact.ts";

/** A fact that states a profile. */
export type StatedFact = Fact & { readonly profile: NonNullable<Fact["profile"]> };

/**
 * The weight, in place of its time, of a statement that may only fill gaps. No statement counts as older, and its fill does not
 * make the next one late: `updated_at` stays what it was.
 */
export const FILLS_ONLY = 0;

/** The value of a nullable column after a statement: the newer one's word, or a gap filled. */
export function assignNewer(table: string, column: string): string {
  return `${column} = case when excluded.updated_at > ${FILLS_ONLY} and excluded.updated_at >= ${table}.updated_at
    then coalesce(excluded.${column}, ${table}.${column}) else coalesce(${table}.${column}, excluded.${column}) end`;
}
