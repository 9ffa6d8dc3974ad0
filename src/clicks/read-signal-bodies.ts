import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";
import type { RequestSignals } from "#tracking/signals.ts";

/** Bodies remembered for each store; rows are never changed, so what is remembered stays true. */
const MAX_KNOWN = 5_000;
const known = new WeakMap<Store, Map<number, RequestSignals>>();

/** The rows of click_signals with these numbers, as they were read from requests. */
export async function readSignalBodies(
  store: Store,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, RequestSignals>> {
  const bodies = bodiesOf(store);
  const unknown = numbers.filter((number) => !bodies.has(number));
  if (unknown.length > 0) {
    const rows = await store.read<{ id: number; body: string }>(
      sql`select id, body from click_signals where id in (select value from json_each(${JSON.stringify(unknown)}))`,
    );
    for (const { id, body } of rows) bodies.set(id, JSON.parse(body) as RequestSignals);
  }
  return bodies;
}

/** A full memory is left to whoever still uses it, and a new one is begun. */
function bodiesOf(store: Store): Map<number, RequestSignals> {
  const bodies = known.get(store);
  if (bodies !== undefined && bodies.size < MAX_KNOWN) return bodies;
  const fresh = new Map<number, RequestSignals>();
  known.set(store, fresh);
  return fresh;
}
