import { sql } from "drizzle-orm";
import type { Store } from "#store/store.ts";

/** Bodies remembered for each store; a real week has a few hundred. */
const MAX_KNOWN = 5_000;
const known = new WeakMap<Store, Map<string, number>>();

/** The rows of click_signals for these bodies, made where they are new. They are never deleted, so a number stays true. */
export async function numberSignals(store: Store, bodies: readonly string[]): Promise<readonly number[]> {
  const numbers = numbersOf(store);
  const unknown = [...new Set(bodies)].filter((body) => !numbers.has(body));
  if (unknown.length > 0) await makeNumbers(store, unknown, numbers);
  return bodies.map((body) => {
    const number = numbers.get(body);
    if (number === undefined) throw new Error("Signals were written and not found again.");
    return number;
  });
}

/** A full memory is left to whoever still uses it, and a new one is begun. */
function numbersOf(store: Store): Map<string, number> {
  const numbers = known.get(store);
  if (numbers !== undefined && numbers.size < MAX_KNOWN) return numbers;
  const fresh = new Map<string, number>();
  known.set(store, fresh);
  return fresh;
}

async function makeNumbers(store: Store, bodies: readonly string[], numbers: Map<string, number>): Promise<void> {
  const asked = JSON.stringify(bodies);
  await store.write([
    sql`insert into click_signals (body) select value from json_each(${asked}) where 1 on conflict (body) do nothing`,
  ]);
  const rows = await store.read<{ id: number; body: string }>(
    sql`select id, body from click_signals where body in (select value from json_each(${asked}))`,
  );
  for (const { id, body } of rows) numbers.set(body, id);
}
