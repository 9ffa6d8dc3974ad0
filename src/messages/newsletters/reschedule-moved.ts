import { sql, type SQL } from "drizzle-orm";
import {
  BEST_MINUTE,
  findHeld,
  type HeldSubscription,
  moveOf,
  moveStatements,
} from "#messages/preferences/move-subscriptions.ts";
import { findOwnDates, namedOwnDate } from "#messages/preferences/own-dates.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { NewsletterDeps } from "./put-newsletter.ts";

/** Customer ids that one read looks at, and subscriptions that one batch moves: each about 20 ms. */
const RANGE = 10_000;
const CHUNK = 300;

/**
 * Lets schedules follow: customers who live in another zone now, whose own date (a birthday, a wedding) became known or was put right, and, where the
 * vendor chose the dates, a new default. Who changes zones gets every date once: one that the new clock has overtaken is due at
 * once, one that comes round again is refused by the unique key. Safe to call again at any time.
 */
export async function rescheduleMoved(deps: NewsletterDeps): Promise<{ readonly moved: number }> {
  const { store } = deps;
  const names = await findOwnDates(store);
  const hasMoved = movedSql(names);
  const [last] = await store.read<{ id: number | null }>(sql`select max(id) as id from customers`);
  let moved = 0;
  for (let after = 0; after < (last?.id ?? 0); after += RANGE) {
    const held = await findHeld(
      store,
      sql`s.customer_id > ${after} and s.customer_id <= ${after + RANGE} and ${hasMoved}`,
      names,
    );
    moved += await moveHeld(deps, held);
  }
  return { moved };
}

/** The same for one customer, at once: whoever has just put her birthday right is not greeted on the wrong day. */
export async function rescheduleCustomer(deps: NewsletterDeps, code: string): Promise<{ readonly moved: number }> {
  const names = await findOwnDates(deps.store);
  const isHers = sql`s.customer_id = (select coalesce(merged_into, id) from customers where code = ${code})`;
  return { moved: await moveHeld(deps, await findHeld(deps.store, sql`${isHers} and ${movedSql(names)}`, names)) };
}

/** SQL: she lives elsewhere now, her own date is another, or the vendor's default is. */
function movedSql(names: ReadonlySet<string>): SQL {
  const ownOn = namedOwnDate(names, "d.pace ->> 'attribute'");
  return sql`(d.zone <> c.zone
    or (d.pace ->> 'kind' = 'own_date' and iif(d.pace ->> 'repeats' = 'once', d.anchor_on is not ${ownOn},
      substr(d.anchor_on, 6) is not substr(${ownOn}, 6)))
    or (s.chosen_by = 'default' and (d.pace <> n.default_pace
      or d.minute <> coalesce(n.default_pace ->> 'minute', ${BEST_MINUTE}, n.default_minute))))`;
}

async function moveHeld({ store, clock }: NewsletterDeps, held: readonly HeldSubscription[]): Promise<number> {
  const moves = held.map(moveOf).filter(({ key }, index) => key !== held[index]?.key);
  for (const chunk of chunksOf(moves, CHUNK)) await store.write(moveStatements(chunk, clock.now()));
  return moves.length;
}
