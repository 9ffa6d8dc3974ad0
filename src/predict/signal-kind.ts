import type { SignalKind } from "#content/affinity.ts";
import type { Fact } from "#customers/facts/fact.ts";
import { NEWSLETTER_CHOSEN } from "./newsletter-choice.ts";

const KIND_BY_NAME: Readonly<Record<string, SignalKind>> = {
  "Product Viewed": "page-view",
  "Product Selected": "click",
  "Product Chosen": "click",
};

/** What an event with a category says about its customer's interest; undefined where it says nothing. */
export function kindOf(fact: Pick<Fact, "kind" | "name" | "category">): SignalKind | undefined {
  if (fact.kind === "click") return "click";
  if (fact.kind === "choice" && fact.name === NEWSLETTER_CHOSEN) return "newsletter-choice";
  if (fact.kind === "page" && fact.category !== null) return "page-view";
  return KIND_BY_NAME[fact.name];
}

const named = Object.entries(KIND_BY_NAME).map(([name, kind]) => `when e.name = '${name}' then '${kind}'`);

/** The behaviour that a row `e` of events with a category is, as SQL; null where it is none. */
export const BEHAVIOUR_OF_EVENT = `case when e.kind = 'click' then 'click' when e.kind = 'page' then 'page-view'
  ${named.join(" ")} end`;

/** True of the rows for which that is not null. */
export const IS_BEHAVIOUR = `(e.kind in ('click', 'page') or e.name in (${Object.keys(KIND_BY_NAME)
  .map((name) => `'${name}'`)
  .join(", ")}))`;

/** What she did, as against what she bought, registered or said: only who allowed it is watched. A choice of hers is said. */
export const behaviour: ReadonlySet<SignalKind> = new Set(["page-view", "click"]);
