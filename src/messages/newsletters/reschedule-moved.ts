import { sql } from "drizzle-orm";
import { findHeld, moveOf, moveStatements } from "#messages/preferences/move-subscriptions.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { NewsletterDeps } from "./put-newsletter.ts";

/** Customer ids that one read looks at, and subscriptions that one batch moves: each about 20 ms. */
const RANGE = 10_000;
const CHUNK = 300;

/**
 * Lets schedules follow: customers who live in another zone now, whose birthday became known or was put right, and, where the
 * vendor chose the dates, a new default. Who changes zones gets every date once: one that the new clock has overtaken is due at
 * once, one that comes round again is refused by the unique key. Safe to call again at any time.
 */
export async function rescheduleMoved(deps: NewsletterDeps): Promise<{ readonly moved: number }> {
  const { store } = deps;
  const [last] = await store.read<{ id: number | null }>(sql`select max(id) as id from customers`);
  let moved = 0;
  for (let after = 0; after < (last?.id ?? 0); after += RANGE) {
    const held = await findHeld(
      store,
      sql`s.customer_id > ${after} and s.customer_id <= ${after + RANGE} and (d.zone <> c.zone
        or (d.pace ->> 'kind' = 'own_date' and substr(d.anchor_on, 6) is not substr(c.birth_on, 6))
        or (s.chosen_by = 'default' and (d.pace <> n.default_pace
          or d.minute <> coalesce(n.default_pace ->> 'minute', n.default_minute))))`,
    );
    const moves = held.map(moveOf).filter(({ key }, index) => key !== held[index]?.key);
    for (const chunk of chunksOf(moves, CHUNK)) {
      await store.write(moveStatements(chunk, deps.clock.now()));
      moved += chunk.length;
    }
  }
  return { moved };
}
