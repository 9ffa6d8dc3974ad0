import { sql } from "drizzle-orm";
import { DAY_MS } from "#kernel/clock.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { Entrant } from "./match-happenings.ts";

/** When customers came into triggers before, epoch ms, by `placeOf`. */
export type EarlierEntries = ReadonlyMap<string, readonly number[]>;

type Placed = Pick<Entrant, "trigger" | "customerId">;

function placeOf({ trigger, customerId }: Placed): string {
  return `${trigger.id} ${customerId}`;
}

/**
 * One entrant for each key of a batch: the first, or the last where the same again begins the wait anew. Where she may come in
 * once in so many days, those too near to one that counts fall away. The database asks all of it again when they are written.
 */
export function oncePerKey(entrants: readonly Entrant[], earlier: EarlierEntries): readonly Entrant[] {
  const kept = new Map<string, Entrant>();
  for (const entrant of entrants.toSorted((left, right) => left.enteredAt - right.enteredAt)) {
    const { restarts, again } = entrant.trigger.input;
    const isOneAtOnce = restarts && again.kind !== "key";
    const place = `${placeOf(entrant)} ${isOneAtOnce ? "" : entrant.key}`;
    if (restarts || !kept.has(place)) kept.set(place, entrant);
  }
  const counted = new Map<string, number[]>();
  return [...kept.values()].filter((entrant) => {
    const { again } = entrant.trigger.input;
    if (again.kind !== "days") return true;
    const place = placeOf(entrant);
    const times = counted.get(place) ?? [...(earlier.get(place) ?? [])];
    if (times.some((at) => Math.abs(at - entrant.enteredAt) < again.days * DAY_MS)) return false;
    counted.set(place, [...times, entrant.enteredAt]);
    return true;
  });
}

/** Of those who may come in once in so many days, when they did; by trigger_entries_once, customer first. */
export async function findEarlierEntries(store: Store, entrants: readonly Entrant[]): Promise<EarlierEntries> {
  const asked = new Map(
    entrants
      .filter(({ trigger }) => trigger.input.again.kind === "days")
      .map((entrant) => [placeOf(entrant), [entrant.trigger.id, entrant.customerId]]),
  );
  if (asked.size === 0) return new Map();
  const rows = await store.read<{ triggerId: number; customerId: number; at: number }>(
    sql`select e.trigger_id as triggerId, e.customer_id as customerId, e.entered_at as at from ${jsonRows([...asked.values()])}
      cross join trigger_entries e on e.customer_id = item.value ->> 1 and e.trigger_id = item.value ->> 0`,
  );
  const grouped = Map.groupBy(rows, ({ triggerId, customerId }) => `${triggerId} ${customerId}`);
  return new Map([...grouped].map(([place, group]) => [place, group.map(({ at }) => at)]));
}
