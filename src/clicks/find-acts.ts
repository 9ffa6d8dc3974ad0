import { sql } from "drizzle-orm";
import { SECOND_MS } from "#kernel/clock.ts";
import { jsonRows } from "#store/json-rows.ts";
import type { Store } from "#store/store.ts";
import type { Verdict } from "#tracking/verdict.ts";
import type { ClickRow } from "./judge-clicks.ts";

/** Double clicks, a mail program's own look beside the reader's: the same link within this time is one act. */
export const SAME_ACT_MS = 10 * SECOND_MS;
/** Neighbours that are looked at. */
const LOOK_AT = 200;

type Act = Pick<ClickRow, "messageNumber" | "linkNo" | "at">;

/** Ids of those clicks before which, in one act with them, a person's click was settled. By clicks_by_message. */
export async function findRepeated(store: Store, clicks: readonly ClickRow[]): Promise<ReadonlySet<number>> {
  const rows = clicks.map(({ id, messageNumber, linkNo, at }) => [id, messageNumber, linkNo, at]);
  if (rows.length === 0) return new Set();
  const found = await store.read<{ id: number }>(
    sql`select item.value ->> 0 as id from (select value from ${jsonRows(rows)} limit -1) as item
      where exists (select 1 from (select o.verdict, o.settled_at from clicks o where o.message_id = item.value ->> 1
        and o.message_id > 0 and o.at between (item.value ->> 3) - ${SAME_ACT_MS} and item.value ->> 3
        and o.link_no = item.value ->> 2 and o.id <> item.value ->> 0 limit ${LOOK_AT})
        where settled_at is not null and verdict = 'person')`,
  );
  return new Set(found.map(({ id }) => id));
}

export type SettledClick = { readonly id: number; readonly at: number; readonly verdict: Verdict };

/** The settled clicks on one link that may be of one act with this one, in the order of time, itself among them. */
export function findAct(store: Store, { messageNumber, linkNo, at }: Act): Promise<readonly SettledClick[]> {
  return store.read<SettledClick>(
    sql`select id, at, verdict from clicks where message_id = ${messageNumber} and link_no = ${linkNo}
      and at between ${at - SAME_ACT_MS} and ${at + SAME_ACT_MS} and settled_at is not null order by at, id
      limit ${LOOK_AT}`,
  );
}

/** Of clicks on one link in the order of time, those of people that begin an act. */
export function actsOf(clicks: readonly SettledClick[]): ReadonlySet<number> {
  const first = new Set<number>();
  let last = -Infinity;
  for (const { id, at, verdict } of clicks) {
    if (verdict !== "person") continue;
    if (at - last > SAME_ACT_MS) first.add(id);
    last = at;
  }
  return first;
}
