import { sql, type SQL } from "drizzle-orm";
import { OPT_OUT_LINK } from "#clicks/opt-out-link.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import { dateOfEpochDay } from "#kernel/calendar.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { ReplayChoice } from "#messages/content/replay-choice.ts";
import type { Pick } from "#messages/newsletters/find-message.ts";
import type { Store } from "#store/store.ts";

/** A person's click, and what her next message of the same newsletter chose because of it. */
export type ChangedChoice = {
  readonly customer: string;
  readonly clickedAt: number;
  readonly clickedCode: string;
  readonly category: string;
  /** The message that she clicked in. */
  readonly clickedIn: number;
  /** The message that came next. */
  readonly number: number;
  /** What it showed. */
  readonly picks: readonly Pick[];
  /** What it would have shown without the click. */
  readonly without: readonly Pick[];
};

type Row = {
  readonly customer: string;
  readonly at: number;
  readonly productCode: string;
  readonly category: string;
  readonly eventId: string;
  readonly clickedIn: number;
  readonly number: number;
  readonly picks: string;
};

type Deps = { readonly store: Store; readonly replay: ReplayChoice };

/** Messages of one newsletter and one local date that are looked at. */
const LOOKED_AT = 500;
/** Choices that are made again to find one that the click changed: each takes a few milliseconds. */
const MAX_REPLAYED = 30;

/**
 * The ring in one example: the latest click of a person without which her next message would have shown something else. Each
 * candidate's choice is made again without the click; where that can't be done, or changes nothing, an earlier click is asked. It
 * begins with the messages that went out and looks back for a click: most of the newest clicks have no later message yet.
 */
export async function findChangedChoice(
  { store, replay }: Deps,
  period: { readonly since: number; readonly now: number },
): Promise<ChangedChoice | undefined> {
  const rows = await store.read<Row>(changedChoiceQuery(period));
  for (const { at, productCode, picks, eventId, ...row } of rows) {
    const without = await replay({ messageNumber: row.number, withoutEvent: eventId });
    const shown = JSON.parse(picks) as Pick[];
    if (without === undefined || onlyIn(shown, without).length === 0) continue;
    return { ...row, clickedAt: at, clickedCode: productCode, picks: shown, without };
  }
  return undefined;
}

/** Product sets that only the first of two choices shows, wherever they stand. */
export function onlyIn(picks: readonly Pick[], others: readonly Pick[]): readonly string[] {
  const known = new Set(others.map(({ code }) => code));
  return picks.map(({ code }) => code).filter((code) => !known.has(code));
}

/**
 * For each date and newsletter some of the messages that went out, by messages_by_newsletter; the one before each of them by
 * messages_once, its clicks by clicks_by_message, and their events by message id: a click that counted once has one, and had to
 * be there when the choice was made. Only where the choice shows something of the clicked category can the click have helped.
 */
export function changedChoiceQuery({ since, now }: { readonly since: number; readonly now: number }): SQL {
  // A local date is at most one day away from that of UTC.
  const first = Math.floor(since / DAY_MS) - 1;
  const days = Array.from({ length: Math.floor(now / DAY_MS) + 2 - first }, (_, index) =>
    dateOfEpochDay(first + index),
  );
  return sql`select c.code as customer, k.at, l.product_code as productCode, l.category, v.message_id as eventId,
      b.id as clickedIn, a.id as number, a.inputs ->> 'picks' as picks
    from json_each(${JSON.stringify(days)}) as day cross join newsletters n
    cross join messages a on a.id in (select w.id from messages w where w.newsletter_id = n.id
      and w.occurrence_on = day.value and w.state in ('accepted', 'delivered', 'bounced') limit ${LOOKED_AT})
    cross join messages b on b.id = (select e.id from messages e where e.customer_id = a.customer_id
      and e.newsletter_id = a.newsletter_id and e.occurrence_on < a.occurrence_on and e.accepted_at is not null
      order by e.occurrence_on desc limit 1)
    cross join clicks k on k.message_id = b.id and k.at > ${since} and k.at < a.accepted_at and k.verdict = 'person'
      and k.settled_at <= a.inputs ->> 'date' and k.link_no <> ${OPT_OUT_LINK} and k.customer_id > 0
    cross join events v on v.message_id = ${`${OWN_MESSAGE_PREFIX}click:`} || k.id
    join links l on l.id = k.link_id and l.category <> '' join customers c on c.id = k.customer_id
    where exists (select 1 from json_each(a.inputs ->> 'picks') as pick
      join product_sets p on p.code = pick.value ->> 'code' where p.category = l.category)
    order by k.at desc limit ${MAX_REPLAYED}`;
}
