import { type AffinitySettings, defaultAffinity } from "#content/affinity.ts";
import type { FactKeys, Retractor } from "#customers/import/run/import-deps.ts";
import type { Query } from "#store/store.ts";
import { growth } from "./growth.ts";

/**
 * Takes out of the affinities what facts had put in that are about to be replaced or taken back. Affinities are sums, so a
 * fact's own part is subtracted and everything else in the sum stays.
 */
export function affinityRetractor(settings: AffinitySettings = defaultAffinity): Retractor {
  return (facts) => each(facts, settings, subtraction);
}

/** Puts back what facts say whose rows came back. */
export function affinityRestorer(settings: AffinitySettings = defaultAffinity): Retractor {
  return (facts) => each(facts, settings, addition);
}

function each(facts: FactKeys, settings: AffinitySettings, sqlOf: (masses: string) => string): readonly Query[] {
  return sources(facts, settings).flatMap(({ keys, ...source }) =>
    keys.length === 0 ? [] : [{ sql: sqlOf(massesOf(source, settings.halfLifeMs)), params: [JSON.stringify(keys)] }],
  );
}

type Source = {
  readonly table: string;
  /** Condition on `t` with `item.value` for the key. */
  readonly at: string;
  readonly weight: number;
};

function sources(
  { orderKeys, registrationKeys, responseKeys }: FactKeys,
  { kindWeights }: AffinitySettings,
): ReadonlyArray<Source & { readonly keys: readonly string[] }> {
  const { purchase, registration, survey } = kindWeights;
  return [
    {
      keys: orderKeys,
      table: "purchase_lines",
      at: "t.order_key = item.value and t.quantity_milli > 0",
      weight: purchase,
    },
    { keys: registrationKeys, table: "registrations", at: "t.fact_key = item.value", weight: registration },
    {
      keys: responseKeys,
      table: "survey_answers",
      at: "t.fact_key > item.value || '#' and t.fact_key < item.value || '$'",
      weight: survey,
    },
  ];
}

function massesOf({ table, at, weight }: Source, halfLifeMs: number): string {
  return `select t.customer_id, t.category, sum(${weight} * ${growth("t.at", halfLifeMs)}) as scaled
    from json_each(?) as item cross join ${table} as t on ${at} where t.category is not null group by 1, 2`;
}

function subtraction(masses: string): string {
  return `update affinities set scaled = max(0, affinities.scaled - gone.scaled) from (${masses}) as gone
    where affinities.customer_id = gone.customer_id and affinities.category = gone.category`;
}

function addition(masses: string): string {
  return `insert into affinities (customer_id, category, scaled) select * from (${masses}) where true
    on conflict (customer_id, category) do update set scaled = scaled + excluded.scaled`;
}
