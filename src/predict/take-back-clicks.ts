import type { AffinitySettings } from "#content/affinity.ts";
import type { NewFacts } from "#customers/facts/fact.ts";
import type { Query } from "#store/store.ts";
import { growth } from "./growth.ts";

/** Sums of floating-point numbers: what is less than this share of a sum is no interest that is left, but rounding. */
const ROUNDING = 1e-9;

/**
 * Takes out of the affinities what clicks had put in that were no person's. Exact, since an affinity is one sum and each click
 * is an event with its moment, which stands until behind this statement.
 */
export function takeBackClicks({ takenBack = [] }: NewFacts, settings: AffinitySettings): Query[] {
  if (takenBack.length === 0) return [];
  const left = "affinities.scaled - gone.scaled";
  return [
    {
      sql: `update affinities set scaled = iif(${left} > ${ROUNDING} * affinities.scaled, ${left}, 0.0) from (
          select e.customer_id, e.category, sum(${settings.kindWeights.click} * ${growth("e.at", settings.halfLifeMs)}) as scaled
          from json_each(?) as item cross join events e on e.message_id = item.value
          where e.kind = 'click' and e.category is not null group by 1, 2
        ) as gone where affinities.customer_id = gone.customer_id and affinities.category = gone.category`,
      params: [JSON.stringify(takenBack)],
    },
  ];
}
