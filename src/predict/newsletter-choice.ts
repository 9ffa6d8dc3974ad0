import { CUSTOMER_ID, fromNewFacts } from "#customers/facts/from-new-facts.ts";
import type { Fact, NewFacts } from "#customers/facts/fact.ts";
import type { AffinitySettings } from "#content/affinity.ts";
import type { Query } from "#store/store.ts";
import { growth } from "./growth.ts";

/**
 * The events of a customer who switches a newsletter on and off, both with the newsletter's code as property `newsletter`: one
 * CHOSEN for each category that the newsletter speaks of, one LEFT for each newsletter.
 */
export const NEWSLETTER_CHOSEN = "Newsletter Chosen";
export const NEWSLETTER_LEFT = "Newsletter Left";

/** Conditions on an event `e`: a choice of a newsletter that she has not left since. By events_by_customer. */
export const STANDING_CHOICE = `e.name = '${NEWSLETTER_CHOSEN}' and e.kind = 'choice' and e.category is not null
  and not exists (select 1 from events l where l.customer_id = e.customer_id and l.name = '${NEWSLETTER_LEFT}'
    and l.kind = 'choice' and l.properties ->> 'newsletter' = e.properties ->> 'newsletter' and l.id > e.id)`;

/** Sums of floating-point numbers: what is less than this share of a sum is no interest that is left, but rounding. */
const ROUNDING = 1e-9;

/**
 * Takes out what choosing a newsletter had put in, now that she leaves it, and no more (docs/decisions/0017). Exact, since an
 * affinity is one sum and each choice is an event with its moment. Stands before the facts' events are written.
 */
export function takeBackChoices({ by, facts }: NewFacts, settings: AffinitySettings): Query[] {
  const rows = facts.filter(isLeaving).map((fact) => [fact.messageId, fact.customer, fact.properties["newsletter"]]);
  if (rows.length === 0) return [];
  const chosen = `cross join events as e on e.customer_id = ${CUSTOMER_ID} and e.properties ->> 'newsletter' = item.value ->> 2
    and ${STANDING_CHOICE}`;
  const left = "affinities.scaled - told.scaled";
  return [
    {
      sql: `update affinities set scaled = iif(${left} > ${ROUNDING} * affinities.scaled, ${left}, 0.0) from (
          select e.customer_id, e.category,
            sum(${settings.kindWeights["newsletter-choice"]} * ${growth("e.at", settings.halfLifeMs)}) as scaled
          ${fromNewFacts(by, chosen)} group by 1, 2
        ) as told where affinities.customer_id = told.customer_id and affinities.category = told.category`,
      params: [JSON.stringify(rows)],
    },
  ];
}

function isLeaving({ kind, name }: Fact): boolean {
  return kind === "choice" && name === NEWSLETTER_LEFT;
}
