import { sql, type SQL } from "drizzle-orm";
import { OPT_OUT_LINK } from "#clicks/settle-clicks.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
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

/** Messages of one newsletter and one local date that are looked at. */
const LOOKED_AT = 500;
const MAX_EXAMPLES = 100;

/**
 * The ring in one example: the latest click of a person after which the next choice brought more of what she clicked. It
 * begins with the messages that went out and looks back for a click: most of the newest clicks have no later message yet.
 */
export async function findChangedChoice(
  store: Store,
  period: { readonly since: number; readonly now: number },
): Promise<ChangedChoice | undefined> {
  const rows = await store.read<Row>(changedChoiceQuery(period));
  for (const row of rows) {
    const changed = changedOf(row);
    if (changed.gained.length > 0) return changed;
  }
  return undefined;
}

/**
 * For each date and newsletter some of the messages that went out, by messages_by_newsletter; the one before each of them by
 * messages_once, and its clicks by clicks_by_message.
 */
export function changedChoiceQuery({ since, now }: { readonly since: number; readonly now: number }): SQL {
  // A local date is at most one day away from that of UTC.
  const first = Math.floor(since / DAY_MS) - 1;
  const days = Array.from({ length: Math.floor(now / DAY_MS) + 2 - first }, (_, index) =>
    dateOfEpochDay(first + index),
  );
  return sql`select c.code as customer, k.at, l.product_code as productCode, l.category, b.id as beforeNumber,
      b.inputs ->> 'picks' as beforePicks, a.id as afterNumber, a.inputs ->> 'picks' as afterPicks,
      (select json_group_array(p.code) from json_each(a.inputs ->> 'picks') as pick
        join product_sets p on p.code = pick.value ->> 'code' where p.category = l.category) as ofCategory
    from json_each(${JSON.stringify(days)}) as day cross join newsletters n
    cross join messages a on a.id in (select w.id from messages w where w.newsletter_id = n.id
      and w.occurrence_on = day.value and w.state in ('accepted', 'delivered', 'bounced') limit ${LOOKED_AT})
    cross join messages b on b.id = (select e.id from messages e where e.customer_id = a.customer_id
      and e.newsletter_id = a.newsletter_id and e.occurrence_on < a.occurrence_on and e.accepted_at is not null
      order by e.occurrence_on desc limit 1)
    cross join clicks k on k.message_id = b.id and k.at > ${since} and k.at < a.accepted_at and k.verdict = 'person'
      and k.settled_at is not null and k.link_no <> ${OPT_OUT_LINK} and k.customer_id > 0
    join links l on l.id = k.link_id and l.category <> '' join customers c on c.id = k.customer_id
    order by k.at desc limit ${MAX_EXAMPLES}`;
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
