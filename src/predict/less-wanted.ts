import type { AffinitySettings } from "#content/affinity.ts";
import type { Fact, NewFacts } from "#customers/facts/fact.ts";
import { CUSTOMER_ID, fromNewFacts } from "#customers/facts/from-new-facts.ts";
import type { Query } from "#store/store.ts";
import { growth } from "./growth.ts";

/** The events of a customer who wants to see less of a product set's kind, and who takes that back; both name product and category. */
export const LESS_WANTED = "Less Wanted";
export const LESS_TAKEN_BACK = "Less Taken Back";

/** Conditions on an event `e`: such a choice that she has not taken back since. By events_by_customer. */
export const STANDING_LESS = `e.name = '${LESS_WANTED}' and e.kind = 'choice' and e.category is not null
  and not exists (select 1 from events l where l.customer_id = e.customer_id and l.name = '${LESS_TAKEN_BACK}'
    and l.kind = 'choice' and l.product_code = e.product_code and l.id > e.id)`;

/** A no weighs as much as the strongest yes: one purchase. */
export function lessWeight({ kindWeights }: AffinitySettings): number {
  return kindWeights.purchase;
}

/**
 * "Less of this" is a signal with a minus: one addition like every other, in any order, fading as they do. A sum below zero is
 * no interest (content/affinity.ts). Taking it back adds exactly what it had taken. Stands before the facts' events are written.
 */
export function lessStatements({ by, facts }: NewFacts, settings: AffinitySettings): Query[] {
  const weight = lessWeight(settings);
  const told = facts.filter((fact) => isChoice(fact, LESS_WANTED) && fact.category !== null);
  const taken = facts.filter((fact) => isChoice(fact, LESS_TAKEN_BACK));
  const upsert = "on conflict (customer_id, category) do update set scaled = scaled + excluded.scaled";
  const standing = `cross join events as e on e.customer_id = ${CUSTOMER_ID} and e.product_code = item.value ->> 2
    and ${STANDING_LESS}`;
  return [
    ...(told.length === 0
      ? []
      : [
          {
            sql: `insert into affinities (customer_id, category, scaled)
              select ${CUSTOMER_ID}, item.value ->> 2, sum(${-weight} * ${growth("item.value ->> 3", settings.halfLifeMs)})
              ${fromNewFacts(by)} group by 1, 2 ${upsert}`,
            params: [
              JSON.stringify(told.map(({ messageId, customer, category, at }) => [messageId, customer, category, at])),
            ],
          },
        ]),
    ...(taken.length === 0
      ? []
      : [
          {
            sql: `insert into affinities (customer_id, category, scaled)
              select e.customer_id, e.category, sum(${weight} * ${growth("e.at", settings.halfLifeMs)})
              ${fromNewFacts(by, standing)} group by 1, 2 ${upsert}`,
            params: [
              JSON.stringify(taken.map(({ messageId, customer, productCode }) => [messageId, customer, productCode])),
            ],
          },
        ]),
  ];
}

function isChoice({ kind, name }: Fact, wanted: string): boolean {
  return kind === "choice" && name === wanted;
}
