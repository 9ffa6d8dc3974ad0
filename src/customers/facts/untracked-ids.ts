import type { Query } from "#store/store.ts";
import type { NewFacts } from "./fact.ts";

const SURVIVORS_NOT_TRACKED = (name: "code" | "id") =>
  `select survivor.id from json_each(?) as item cross join customers as named on named.${name} = item.value
    cross join customers as survivor on survivor.id = coalesce(named.merged_into, named.id) where survivor.is_tracked = 0`;

/**
 * Ids of the customers whose consent to be tracked ends with these facts: what was kept of their behaviour goes in the same
 * batch, so that no crash and no slow step stands between the withdrawal and its effect. For projectors, which run when
 * `is_tracked` is brought up to date. A grant that is newer than a withdrawal that comes late leaves them out.
 */
export function withdrawnIds({ by, facts }: NewFacts): Query | undefined {
  const named = facts.flatMap(({ customer, consents = [] }) =>
    consents.some(({ purpose, state }) => purpose === "track" && state === "withdrawn") ? [customer] : [],
  );
  return named.length === 0 ? undefined : { sql: SURVIVORS_NOT_TRACKED(by), params: [JSON.stringify(named)] };
}

/** Ids of those survivors of a merge who are not tracked, whatever the merged record had agreed to. For mergers. */
export function untrackedSurvivors(mergedCodes: readonly string[]): Query {
  return {
    sql: `${SURVIVORS_NOT_TRACKED("code")} and named.merged_into is not null`,
    params: [JSON.stringify(mergedCodes)],
  };
}
