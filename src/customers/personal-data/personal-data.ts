import type { Secret } from "#kernel/secret.ts";
import type { Row, Store } from "#store/store.ts";

/** Sets of what is held about a customer, as they are released to her, exported and shown. */
export const personalSets = [
  "profile",
  "attributes",
  "names",
  "demographics",
  "household",
  "purchases",
  "registrations",
  "accounts",
  "surveys",
  "calls",
  "events",
  "interests",
  "segments",
  "consents",
  "preferences",
  "messages",
  "clicks",
  "saved",
  "notes",
  "site",
  "imports",
  "webhooks",
] as const;
export type PersonalSet = (typeof personalSets)[number];

/** A name under which she is known: what is sealed without a customer's number is searched for these. */
export type PersonName = { readonly kind: string; readonly value: string; readonly hash: string };

/** One person: her record, and the records that were merged into it. */
export type Person = {
  readonly id: number;
  readonly code: string;
  /** All of her records, her own first. */
  readonly ids: readonly number[];
  readonly names: readonly PersonName[];
};

/** Who asks. What a customer keeps for herself is hers alone. */
export type PersonalViewer = "customer" | "operator";

export type PersonalRow = { readonly set: PersonalSet; readonly table: string; readonly row: Row };

export type PersonalDataDeps = { readonly store: Store; readonly secret: Secret };

/** What one area holds about a customer. Every room with such a table has one; src/entry brings them together. */
export type PersonalData = {
  readonly area: string;
  /** Every table of the area that names customers. A test holds that none is forgotten. */
  readonly tables: readonly string[];
  /** Pages of rows, so that no one's life stands in memory at once. */
  rows(
    deps: PersonalDataDeps,
    question: { readonly person: Person; readonly viewer: PersonalViewer },
  ): AsyncIterable<readonly PersonalRow[]>;
  /**
   * Leaves nothing of hers in the area's tables but what storage.md says stays. Run again, it changes nothing. `at` is the
   * moment at which her erasure began.
   */
  erase(deps: PersonalDataDeps, person: Person, at: number): Promise<void>;
};
