import {
  addSignal,
  type AffinitySettings,
  type AffinityState,
  defaultAffinity,
  type Signal,
} from "#content/affinity.ts";
import type { Merger, Projector } from "#customers/customer-deps.ts";
import type { Fact, NewFacts } from "#customers/facts/fact.ts";
import { CUSTOMER_ID, fromNewFacts, JOIN_SURVIVOR } from "#customers/facts/from-new-facts.ts";
import { untrackedSurvivors, withdrawnIds } from "#customers/facts/untracked-ids.ts";
import type { Query } from "#store/store.ts";
import { AFFINITY_EPOCH_MS } from "./affinity-epoch.ts";
import { lessStatements } from "./less-wanted.ts";
import { takeBackChoices } from "./newsletter-choice.ts";
import { rebuildAffinities } from "./rebuild-affinities.ts";
import { behaviour, kindOf } from "./signal-kind.ts";
import { takeBackClicks } from "./take-back-clicks.ts";

function scaledMass(signal: Signal, settings: AffinitySettings): number {
  const { mass, asOf } = addSignal(undefined, signal, settings);
  return mass * 2 ** ((asOf - AFFINITY_EPOCH_MS) / settings.halfLifeMs);
}

/** What a row of `affinities` means, in the terms of content/affinity.ts. */
export function stateOf(scaled: number): AffinityState {
  return { mass: scaled, asOf: AFFINITY_EPOCH_MS };
}

/** The signals of interest in a fact. A return is no interest, and neither is an event without a category. */
function signalsOf(fact: Fact): readonly Signal[] {
  const { at } = fact;
  const bought = (fact.purchase?.lines ?? []).flatMap((line) =>
    line.category === null || line.quantityMilli <= 0
      ? []
      : [{ category: line.category, kind: "purchase" as const, at, weight: 1 }],
  );
  const answered = (fact.answers ?? []).flatMap((answer) =>
    answer.category === null ? [] : [{ category: answer.category, kind: "survey" as const, at, weight: 1 }],
  );
  const registered = fact.registration?.category;
  const kind = kindOf(fact);
  return [
    ...bought,
    ...answered,
    ...(registered === undefined || registered === null
      ? []
      : [{ category: registered, kind: "registration" as const, at, weight: 1 }]),
    ...(kind === undefined || fact.category === null ? [] : [{ category: fact.category, kind, at, weight: 1 }]),
  ];
}

/**
 * Adds the signals of new facts to the affinities, in the batch that records them; behaviour only where consent to be
 * tracked stands. Where it ends, the same batch takes out what was counted before; where she leaves a newsletter, what choosing
 * it had put in.
 */
export function affinityProjector(settings: AffinitySettings = defaultAffinity): Projector {
  return (facts) => {
    const rows = facts.facts.flatMap((fact) =>
      signalsOf(fact).map((signal) => [
        fact.messageId,
        fact.customer,
        signal.category,
        scaledMass(signal, settings),
        // One order may be reported by two systems under two message ids: its lines are an interest once.
        signal.kind === "purchase" ? fact.purchase?.orderKey : null,
        behaviour.has(signal.kind) ? 1 : 0,
      ]),
    );
    const withdrawn = withdrawnIds(facts);
    return [
      ...(withdrawn === undefined ? [] : rebuildAffinities(withdrawn, settings)),
      ...(rows.length === 0 ? [] : [upsertAffinities(facts.by, rows)]),
      ...takeBackClicks(facts, settings),
      ...takeBackChoices(facts, settings),
      ...lessStatements(facts, settings),
    ];
  };
}

function upsertAffinities(by: NewFacts["by"], rows: ReadonlyArray<readonly unknown[]>): Query {
  return {
    sql: `insert into affinities (customer_id, category, scaled)
      select ${CUSTOMER_ID}, item.value ->> 2, sum(item.value ->> 3) ${fromNewFacts(by, JOIN_SURVIVOR)}
        and (item.value ->> 5 = 0 or survivor.is_tracked = 1)
        and not exists (select 1 from purchases where order_key = item.value ->> 4) group by 1, 2
      on conflict (customer_id, category) do update set scaled = scaled + excluded.scaled`,
    params: [JSON.stringify(rows)],
  };
}

/**
 * Two records that turn out to be one person: what they were interested in adds up. Who is not tracked after the merge takes
 * over no behaviour.
 */
export const mergeAffinities: Merger = (mergedCodes) => {
  const codes = JSON.stringify(mergedCodes);
  return [
    {
      sql: `insert into affinities (customer_id, category, scaled)
        select c.merged_into, a.category, sum(a.scaled) from json_each(?) as item
        join customers c on c.code = item.value and c.merged_into is not null
        join affinities a on a.customer_id = c.id group by 1, 2
        on conflict (customer_id, category) do update set scaled = scaled + excluded.scaled`,
      params: [codes],
    },
    {
      sql: `delete from affinities where customer_id in (select c.id from json_each(?) as item
        join customers c on c.code = item.value and c.merged_into is not null)`,
      params: [codes],
    },
    ...rebuildAffinities(untrackedSurvivors(mergedCodes), defaultAffinity),
  ];
};
