import { sql } from "drizzle-orm";
import { OPT_OUT_LINK } from "#clicks/settle-clicks.ts";
import type { Pick } from "#messages/newsletters/find-message.ts";
import type { Store } from "#store/store.ts";

/** A person's click, and what the next message of the same newsletter chose that the one before had not. */
export type ChangedChoice = {
  readonly customer: string;
  readonly clickedAt: number;
  readonly clickedCode: string;
  readonly category: string;
  readonly before: { readonly number: number; readonly picks: readonly Pick[] };
  readonly after: { readonly number: number; readonly picks: readonly Pick[] };
  /** Codes of the clicked category that are new. */
  readonly gained: readonly string[];
};

type Row = {
  readonly customer: string;
  readonly at: number;
  readonly productCode: string;
  readonly category: string;
  readonly beforeNumber: number;
  readonly beforePicks: string;
  readonly afterNumber: number;
  readonly afterPicks: string;
  readonly ofCategory: string;
};

/** Clicks that are looked at for one that a choice followed. */
const LOOKED_AT = 100;

/**
 * The ring in one example: the latest click of a person after which the next choice brought more of what she clicked. The
 * newest clicks by clicks_by_time, then look-ups by key.
 */
export async function findChangedChoice(store: Store, since: number): Promise<ChangedChoice | undefined> {
  const rows = await store.read<Row>(
    sql`select c.code as customer, k.at, k.productCode, k.category, b.id as beforeNumber,
        b.inputs ->> 'picks' as beforePicks, a.id as afterNumber, a.inputs ->> 'picks' as afterPicks,
        (select json_group_array(p.code) from json_each(a.inputs ->> 'picks') as pick
          join product_sets p on p.code = pick.value ->> 'code' where p.category = k.category) as ofCategory
      from (select k.at, k.customer_id, k.message_id, l.product_code as productCode, l.category from clicks k
          join links l on l.id = k.link_id and l.category <> ''
          where k.at > ${since} and k.verdict = 'person' and k.settled_at is not null and k.link_no <> ${OPT_OUT_LINK}
            and k.customer_id > 0 order by k.at desc limit ${LOOKED_AT}) as k
      join messages b on b.id = k.message_id join customers c on c.id = k.customer_id
      join messages a on a.id = (select n.id from messages n where n.customer_id = b.customer_id
        and n.newsletter_id = b.newsletter_id and n.occurrence_on > b.occurrence_on and n.accepted_at > k.at
        order by n.occurrence_on limit 1)
      order by k.at desc`,
  );
  for (const row of rows) {
    const changed = changedOf(row);
    if (changed.gained.length > 0) return changed;
  }
  return undefined;
}

function changedOf(row: Row): ChangedChoice {
  const before = JSON.parse(row.beforePicks) as Pick[];
  const known = new Set(before.map(({ code }) => code));
  const gained = (JSON.parse(row.ofCategory) as string[]).filter((code) => !known.has(code));
  return {
    customer: row.customer,
    clickedAt: row.at,
    clickedCode: row.productCode,
    category: row.category,
    before: { number: row.beforeNumber, picks: before },
    after: { number: row.afterNumber, picks: JSON.parse(row.afterPicks) as Pick[] },
    gained,
  };
}
