/** Whom features are about. */
export type Subject = "customer" | "account";

/** A feature: how it is called in reasons, and what it is where nothing is known. */
export type FeatureColumn = {
  readonly name: string;
  readonly kind: "number" | "category";
  /** No fact means none happened, not that it is unknown. */
  readonly isCount?: true;
  /** The statement tells an instant (epoch ms); the feature is how many days before the cut it was. */
  readonly isInstant?: true;
};

/**
 * Features that one statement tells. It gives rows (id, then the columns in their order) of subjects with ids after ?1 and up to
 * ?2 that ?5 divides, as of the cut ?3 with the take-over's end ?4 (cut.ts), by an index that begins with the subject.
 */
export type FeatureGroup = {
  readonly name: string;
  readonly columns: readonly FeatureColumn[];
  readonly sql: string;
};

export const count = (name: string): FeatureColumn => ({ name, kind: "number", isCount: true });
export const figure = (name: string): FeatureColumn => ({ name, kind: "number" });
export const days = (name: string): FeatureColumn => ({ name, kind: "number", isInstant: true });
export const word = (name: string): FeatureColumn => ({ name, kind: "category" });

/** SQL of a common table: ids after `after` and up to `upTo` that `every` divides. Few of many are looked up one by one. */
export function askedIds(after: string, upTo: string, every: string): string {
  const first = `(${after} / ${every} + 1) * ${every}`;
  return `asked (id) as (select ${first} where ${first} <= ${upTo} union all select id + ${every} from asked where id + ${every} <= ${upTo})`;
}

/** SQL: the asked subjects of a column. */
export function among(column: string): string {
  return `${column} in asked`;
}
