import type { AffinitySettings } from "#content/affinity.ts";
import type { Query } from "#store/store.ts";
import { AFFINITY_EPOCH_MS } from "./affinity-epoch.ts";

/**
 * Works affinities out again from what customers bought, registered and answered, and so without their behaviour. A rebuild
 * and no subtraction: which part of a sum was behaviour is written nowhere, and a repeated rebuild gives the same.
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
        ) group by 1, 2`,
      params,
    },
  ];
}

const BITS = Array.from({ length: 42 }, (_, bit) => 2 ** bit);
/** Brings every moment from 1970 to 2089 above zero, into 42 bits. */
const LIFT_MS = 2 ** 41;

/**
 * 2^((at − epoch) / half-life) as SQL that needs no function: libSQL is built without `pow`. A moment is the sum of its bits,
 * so its power is the product of theirs; partial products stay within 2^±848 for a half-life of 30 days.
 */
function growth(at: string, halfLifeMs: number): string {
  const start = (2 ** (-LIFT_MS / halfLifeMs)).toExponential();
  const factors = BITS.map(
    (bit) =>
      `iif((${at} + ${LIFT_MS - AFFINITY_EPOCH_MS}) & ${bit}, ${(2 ** (bit / halfLifeMs)).toExponential()}, 1.0)`,
  );
  return [start, ...factors].join(" * ");
}
