import { sql, type SQL } from "drizzle-orm";
import { affinityAt } from "#content/affinity.ts";
import type { Attributes } from "#content/product.ts";
import type { RuleEvent } from "#content/rule-event.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";

/** What selection knows of one customer. */
export type Reader = {
  readonly attributes: Attributes;
  readonly events: readonly RuleEvent[];
  readonly boughtCodes: readonly string[];
  readonly shownTimesByCode: ReadonlyMap<string, number>;
  readonly affinityByCategory: Readonly<Record<string, number>>;
};

export type ReaderQuestion = {
  readonly customerIds: readonly number[];
  readonly now: number;
  /** Event names that some rule asks for; no other event is read. */
  readonly eventNames: readonly string[];
  /** Declared attributes, by name. */
  readonly attributeNames: readonly string[];
};

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 30;
const EVENT_DAYS = 400;
const MAX_EVENTS = 500;

/**
 * Reads all that selection needs for a batch of customers: one query a kind of fact, each aggregated to one JSON text per
 * customer, since row objects would cost several times as much.
 */
export async function loadReaders(store: Store, question: ReaderQuestion): Promise<ReadonlyMap<number, Reader>> {
  const ids = JSON.stringify(question.customerIds);
  const { now, eventNames, attributeNames } = question;
  const [affinities, bought, shown, events, attributes] = await Promise.all([
    perCustomer<Record<string, number>>(store, affinityRows(ids)),
    perCustomer<string[]>(store, boughtRows(ids)),
    perCustomer<Array<[string, number]>>(store, shownRows(ids, now)),
    eventNames.length === 0
      ? new Map<number, EventRow[]>()
      : perCustomer<EventRow[]>(store, eventRows(ids, eventNames, now)),
    attributeNames.length === 0
      ? new Map<number, Attributes>()
      : perCustomer<Attributes>(store, attributeRows(ids, attributeNames)),
  ]);
  return new Map(
    question.customerIds.map((id) => [
      id,
      {
        attributes: attributes.get(id) ?? {},
        events: (events.get(id) ?? []).map(toEvent),
        boughtCodes: bought.get(id) ?? [],
        shownTimesByCode: new Map(shown.get(id) ?? []),
        affinityByCategory: affinityNow(affinities.get(id) ?? {}, now),
      },
    ]),
  );
}

async function perCustomer<T>(store: Store, query: SQL): Promise<Map<number, T>> {
  const rows = await store.read<{ id: number; found: string }>(query);
  return new Map(rows.map((row) => [row.id, JSON.parse(row.found) as T]));
}

function affinityNow(scaled: Readonly<Record<string, number>>, now: number): Record<string, number> {
  const affinities: Record<string, number> = {};
  for (const category in scaled) affinities[category] = affinityAt(stateOf(scaled[category] ?? 0), now);
  return affinities;
}

function affinityRows(ids: string): SQL {
  return sql`select a.customer_id as id, json_group_object(a.category, a.scaled) as found from json_each(${ids}) as item
    join affinities a on a.customer_id = item.value group by a.customer_id`;
}

function boughtRows(ids: string): SQL {
  return sql`select p.customer_id as id, json_group_array(distinct p.product_code) as found from json_each(${ids}) as item
    join purchase_lines p on p.customer_id = item.value where p.quantity_milli > 0 group by p.customer_id`;
}

/** How often each product was in a message that left lately. */
function shownRows(ids: string, now: number): SQL {
  return sql`select id, json_group_array(json_array(code, times)) as found from (
    select m.customer_id as id, l.product_code as code, count(distinct m.id) as times from json_each(${ids}) as item
    join messages m on m.customer_id = item.value and m.accepted_at > ${now - SHOWN_DAYS * DAY_MS}
    join json_each(m.links) as link join links l on l.id = link.value and l.product_code <> '' group by 1, 2) group by id`;
}

type EventRow = readonly [
  name: string,
  at: number,
  category: string | null,
  productCode: string | null,
  properties: string,
];

/** The newest events of the asked names; a line of a purchase is an event "purchase" of its own. */
function eventRows(ids: string, names: readonly string[], now: number): SQL {
  const asked = JSON.stringify(names);
  const since = now - EVENT_DAYS * DAY_MS;
  return sql`select id, json_group_array(json_array(name, at, category, code, properties)) as found from (
    select e.customer_id as id, e.name, e.at, e.category, e.product_code as code, e.properties,
      row_number() over (partition by e.customer_id order by e.at desc, e.id desc) as rank
    from json_each(${ids}) as item join events e on e.customer_id = item.value
      and e.name in (select value from json_each(${asked})) and e.at > ${since}
    union all
    select p.customer_id, 'purchase', p.at, p.category, p.product_code, '{}', 1 from json_each(${ids}) as item
    join purchase_lines p on p.customer_id = item.value and p.at > ${since} and p.quantity_milli > 0
    where 'purchase' in (select value from json_each(${asked}))
  ) where rank <= ${MAX_EVENTS} group by id`;
}

function toEvent([name, at, category, productCode, properties]: EventRow): RuleEvent {
  const own = properties === "{}" ? {} : (JSON.parse(properties) as Attributes);
  return {
    name,
    at,
    properties: {
      ...own,
      ...(category === null ? {} : { category }),
      ...(productCode === null ? {} : { product: productCode }),
    },
  };
}

/** Names come from attribute_definitions, whose form is checked at declaration; they are column names here. */
function attributeRows(ids: string, names: readonly string[]): SQL {
  const pairs = names.map((name) => `'${name}', t.a_${name}`).join(", ");
  return sql`select t.customer_id as id, json_object(${sql.raw(pairs)}) as found from json_each(${ids}) as item
    join customer_attributes t on t.customer_id = item.value`;
}
