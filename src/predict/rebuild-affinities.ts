import type { AffinitySettings } from "#content/affinity.ts";
import type { Query } from "#store/store.ts";
import { growth } from "./growth.ts";
import { lessWeight, STANDING_LESS } from "./less-wanted.ts";
import { STANDING_CHOICE } from "./newsletter-choice.ts";

/**
 * Works affinities out again from what customers bought, registered, answered and chose to see more or less of, and so without
 * their behaviour. A rebuild and no subtraction: which part of a sum was behaviour is written nowhere, and a repeated rebuild
 * gives the same.
 */
export function rebuildAffinities({ sql: ids, params }: Query, settings: AffinitySettings): Query[] {
  const { purchase, registration, survey } = settings.kindWeights;
  const rows = (table: string, weight: number) =>
    `select customer_id, category, at, ${weight} as weight from ${table}
      where category is not null and customer_id in (select id from chosen)`;
  return [
    { sql: `delete from affinities where customer_id in (${ids})`, params },
    {
      sql: `insert into affinities (customer_id, category, scaled)
        with chosen (id) as materialized (${ids})
        select customer_id, category, sum(weight * ${growth("at", settings.halfLifeMs)}) from (
          ${rows("purchase_lines", purchase)} and quantity_milli > 0
          union all ${rows("registrations", registration)}
          union all ${rows("survey_answers", survey)}
          union all select e.customer_id, e.category, e.at, ${settings.kindWeights["newsletter-choice"]} from events e
            where e.customer_id in (select id from chosen) and ${STANDING_CHOICE}
          union all select e.customer_id, e.category, e.at, ${-lessWeight(settings)} from events e
            where e.customer_id in (select id from chosen) and ${STANDING_LESS}
        ) group by 1, 2`,
      params,
    },
  ];
}
