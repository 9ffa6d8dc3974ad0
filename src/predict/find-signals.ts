import { sql, type SQL } from "drizzle-orm";
import type { Signal, SignalKind } from "#content/affinity.ts";
import type { Store } from "#store/store.ts";
import { STANDING_CHOICE } from "./newsletter-choice.ts";
import { BEHAVIOUR_OF_EVENT, IS_BEHAVIOUR } from "./signal-kind.ts";

type Told = readonly [customerId: number, category: string, kind: SignalKind, at: number];

/**
 * Of each customer the latest signal of each kind in each category. A signal's weight depends on its kind and its age alone, so
 * the one that weighs most is among them. Her ranges of the facts' indexes.
 */
export function latestSignals(
  store: Store,
  customerIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Signal[]>> {
  return readSignals(store, signalRows(customerIds));
}

export type PastSignals = {
  readonly customerId: number;
  /** epoch ms: only what had come in by then */
  readonly knownBy: number;
  /** Message id of an event that is left out. */
  readonly without?: string | undefined;
};

/** Every signal that was known of a customer at a moment that is over. */
export async function signalsKnownBy(store: Store, question: PastSignals): Promise<readonly Signal[]> {
  const found = await readSignals(store, signalRows([question.customerId], question));
  return found.get(question.customerId) ?? [];
}

/** One JSON text for all: a row a signal, or a group a customer, costs half as much again. */
async function readSignals(store: Store, signals: SQL): Promise<ReadonlyMap<number, readonly Signal[]>> {
  const [row] = await store.read<{ found: string }>(
    sql`select json_group_array(json_array(id, category, kind, at)) as found from (${signals})`,
  );
  const signalsOf = new Map<number, Signal[]>();
  for (const [id, category, kind, at] of JSON.parse(row?.found ?? "[]") as Told[]) {
    const signal = { category, kind, at, weight: 1 };
    const known = signalsOf.get(id);
    if (known === undefined) signalsOf.set(id, [signal]);
    else known.push(signal);
  }
  return signalsOf;
}

/** The signals that `affinities` add up: all that were known at a past moment, or now of each kind and category the latest. */
function signalRows(customerIds: readonly number[], past?: PastSignals): SQL {
  const [at, once] = past === undefined ? [sql`max(at)`, sql`group by 1, 2, 3`] : [sql`at`, sql``];
  const chosen = sql`json_each(${JSON.stringify(customerIds)}) as item`;
  const cameIn = (receivedAt: string) =>
    past === undefined ? sql`` : sql`and ${sql.raw(receivedAt)} <= ${past.knownBy}`;
  const isBilled =
    past === undefined
      ? sql``
      : sql`and exists (select 1 from purchases o where o.order_key = p.order_key and o.received_at <= ${past.knownBy})`;
  const except = past?.without === undefined ? sql`` : sql`and e.message_id <> ${past.without}`;
  return sql`select p.customer_id as id, p.category, 'purchase' as kind, ${at} as at from ${chosen}
      cross join purchase_lines p on p.customer_id = item.value
      where p.quantity_milli > 0 and p.category is not null ${isBilled} ${once}
    union all select r.customer_id, r.category, 'registration', r.at from ${chosen}
      cross join registrations r on r.customer_id = item.value where r.category is not null ${cameIn("r.received_at")}
    union all select a.customer_id, a.category, 'survey', a.at from ${chosen}
      cross join survey_answers a on a.customer_id = item.value where a.category is not null ${cameIn("a.received_at")}
    union all select e.customer_id, e.category, 'newsletter-choice', e.at from ${chosen}
      cross join events e on e.customer_id = item.value
      where ${sql.raw(STANDING_CHOICE)} ${cameIn("e.received_at")} ${except}
    union all select e.customer_id, e.category, ${sql.raw(BEHAVIOUR_OF_EVENT)}, ${at} from (${trackedSince(chosen)}) as c
      cross join events e on e.customer_id = c.id where e.received_at >= c.since and e.category is not null
        and ${sql.raw(IS_BEHAVIOUR)} ${cameIn("e.received_at")} ${except} ${once}`;
}

/**
 * Who is tracked, and since when without a break (epoch ms). What she did before her consent is kept as it came, but is no
 * interest of hers. The LIMIT keeps the subquery from being flattened, which would ask for the moment again at each event.
 */
function trackedSince(chosen: SQL): SQL {
  const told = (state: string, moment: string) => sql`select ${sql.raw(moment)} from consents k
    where k.customer_id = c.id and k.purpose = 'track' and k.state = ${state}`;
  return sql`select c.id, (${told("granted", "min(k.at)")} and k.at > coalesce((${told("withdrawn", "max(k.at)")}), -1e15)) as since
    from ${chosen} cross join customers c on c.id = item.value where c.is_tracked = 1 limit -1`;
}
