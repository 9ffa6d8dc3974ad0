import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";
import { untrackedSurvivors, withdrawnIds } from "./untracked-ids.ts";

/**
 * What she clicked is an event of hers only while she agrees to be tracked: rules ask events, and who is not tracked is chosen
 * for by what she said and bought. The click itself stays counted, under nobody's name. By events_by_customer.
 */
function forgetClicks({ sql: ids, params }: Query): Query {
  return { sql: `delete from events where kind = 'click' and customer_id in (${ids})`, params };
}

/** Stands behind the statements of consent, in the same batch. */
export function forgetClicksOfWithdrawn(facts: NewFacts): Query[] {
  const ids = withdrawnIds(facts);
  return ids === undefined ? [] : [forgetClicks(ids)];
}

/** Stands behind the moves of events and of consent. */
export function forgetClicksOfMerged(mergedCodes: readonly string[]): Query {
  return forgetClicks(untrackedSurvivors(mergedCodes));
}
