import type { Clock } from "#kernel/clock.ts";
import type { Ids } from "#kernel/id.ts";
import type { Secret } from "#kernel/secret.ts";
import type { Statement, Store } from "#store/store.ts";
import type { NewFacts } from "./facts/fact.ts";

/**
 * Statements that a higher room adds to the batch in which facts are recorded, so that both happen or neither.
 *
 * They run before the facts themselves are written, and must touch only rows of facts that are new: a batch that is
 * repeated changes nothing. `fromNewFacts` (facts/from-new-facts.ts) makes the FROM clause that holds both promises, and
 * names the customer that a fact belongs to now.
 */
export type Projector = (facts: NewFacts) => readonly Statement[];

/**
 * Statements that a higher room adds to the batch in which customers are merged. They run when `merged_into` is set and move
 * the room's rows from the merged records to their survivors (`moveRows` in merge-statements.ts does it for a plain table).
 */
export type Merger = (mergedCodes: readonly string[]) => readonly Statement[];

/**
 * What a higher room does once a profile was changed by hand, beside the answer: dates that follow a birthday move at once. Where it
 * is absent they are found by the clockwork.
 */
export type ProfileFollower = (code: string) => Promise<unknown>;

export type CustomerDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secret: Secret;
  /** ISO 3166-1 alpha-2: where a phone number without a country code is at home. */
  readonly defaultCountry: string;
  readonly projectors: readonly Projector[];
  readonly mergers: readonly Merger[];
};
