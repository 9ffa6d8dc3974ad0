import { sql, type SQL } from "drizzle-orm";
import { accountEventRows, derivedEvents, PURCHASE } from "#customers/accounts/rule-events.ts";
import { DAY_MS } from "#kernel/clock.ts";

/** When readers are asked about. */
export type Moment = {
  /** epoch ms */
  readonly now: number;
  /** Given where `now` is over: what came in later is not seen, nor the event of this message id. */
  readonly past?: { readonly without?: string | undefined } | undefined;
};

const SHOWN_DAYS = 30;
const EVENT_DAYS = 400;
const MAX_EVENTS = 500;

export function affinityRows(ids: string): SQL {
  return sql`select a.customer_id as id, json_group_object(a.category, a.scaled) as found from json_each(${ids}) as item
    join affinities a on a.customer_id = item.value group by a.customer_id`;
}

export function boughtRows(ids: string, moment: Moment): SQL {
  return sql`select p.customer_id as id, json_group_array(distinct p.product_code) as found from json_each(${ids}) as item
    join purchase_lines p on p.customer_id = item.value where p.quantity_milli > 0 ${billedBy(moment)} group by p.customer_id`;
}

/** How often each product was in a message that left lately. */
export function shownRows(ids: string, { now, past }: Moment): SQL {
  const until = past === undefined ? sql`` : sql`and m.accepted_at < ${now}`;
  return sql`select id, json_group_array(json_array(code, times)) as found from (
    select m.customer_id as id, l.product_code as code, count(distinct m.id) as times from json_each(${ids}) as item
    join messages m on m.customer_id = item.value and m.accepted_at > ${now - SHOWN_DAYS * DAY_MS} ${until}
    join json_each(m.links) as link join links l on l.id = link.value and l.product_code <> '' group by 1, 2) group by id`;
}

/**
 * The newest events of the asked names. A line of a purchase is an event "purchase" of its own; an event that somebody sent by
 * that name is none, or what was bought would count twice.
 */
export function eventRows(ids: string, names: readonly string[], moment: Moment): SQL {
  const asked = JSON.stringify(names.filter((name) => !derivedEvents.has(name)));
  const since = moment.now - EVENT_DAYS * DAY_MS;
  const lines = sql`union all
    select p.customer_id, ${PURCHASE}, p.at, p.category, p.product_code, '{}', 1 from json_each(${ids}) as item
    join purchase_lines p on p.customer_id = item.value and p.at > ${since} and p.quantity_milli > 0 ${billedBy(moment)}`;
  return sql`select id, json_group_array(json_array(name, at, category, code, properties)) as found from (
    select e.customer_id as id, e.name, e.at, e.category, e.product_code as code, e.properties,
      row_number() over (partition by e.customer_id order by e.at desc, e.id desc) as rank
    from json_each(${ids}) as item join events e on e.customer_id = item.value
      and e.name in (select value from json_each(${asked})) and e.at > ${since} ${knownBy(moment)}
    ${names.includes(PURCHASE) ? lines : sql``}
    ${accountRows(ids, names, moment)}
  ) where rank <= ${MAX_EVENTS} group by id`;
}

/** What the asked names find of accounts: of activities the lately posted ones, of accounts all. */
function accountRows(ids: string, names: readonly string[], { now, past }: Moment): SQL {
  const known = past === undefined ? "" : ` and p.received_at <= ${now}`;
  const activities = `p.at > ${now - EVENT_DAYS * DAY_MS}${known}`;
  const rows = accountEventRows(new Set(names), { customers: "asked_customers", activities });
  if (rows === undefined) return sql``;
  return sql`union all select customer_id, name, at, category, code, properties, 1 from (
    with asked_customers (value) as (select value from json_each(${ids})) ${sql.raw(rows)})`;
}

/** Segments that they are in, as of the last time they were asked. By segment_members_by_customer. */
export function segmentRows(ids: string): SQL {
  return sql`select m.customer_id as id, json_group_array(s.code) as found from json_each(${ids}) as item
    cross join segment_members m on m.customer_id = item.value join segments s on s.id = m.segment_id
    group by m.customer_id`;
}

/** Names come from attribute_definitions, whose form is checked at declaration; they are column names here. */
export function attributeRows(ids: string, names: readonly string[]): SQL {
  const pairs = names.map((name) => `'${name}', ${attributeSql(name)}`).join(", ");
  return sql`select t.customer_id as id, json_object(${sql.raw(pairs)}) as found from json_each(${ids}) as item
    join customer_attributes t on t.customer_id = item.value`;
}

/** SQLite keeps true as 1; rules tell the two apart. */
function attributeSql(name: string): string {
  return `case (select type from attribute_definitions where name = '${name}') when 'bool'
    then json(case t.a_${name} when 1 then 'true' when 0 then 'false' end) else t.a_${name} end`;
}

function billedBy({ now, past }: Moment): SQL {
  return past === undefined
    ? sql``
    : sql`and exists (select 1 from purchases o where o.order_key = p.order_key and o.received_at <= ${now})`;
}

function knownBy({ now, past }: Moment): SQL {
  if (past === undefined) return sql``;
  const except = past.without === undefined ? sql`` : sql`and e.message_id <> ${past.without}`;
  return sql`and e.received_at <= ${now} ${except}`;
}
