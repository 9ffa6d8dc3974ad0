import { sql, type SQL } from "drizzle-orm";
import { affinityAt } from "#content/affinity.ts";
import { eventHistory } from "#content/event-history.ts";
import type { Attributes, AttributeValue } from "#content/product.ts";
import type { RuleEvent } from "#content/rule-event.ts";
import type { RuleCustomer } from "#content/rule-scope.ts";
import type { AttributeType, FieldTypes } from "#content/vocabulary.ts";
import { accountEventRows, derivedEvents } from "#customers/accounts/rule-events.ts";
import { isZone } from "#kernel/calendar.ts";
import { ADDRESSEE_PREFIX } from "#messages/transactional/find-recipient.ts";
import { findScores } from "#predict/registry/scores/find-scores.ts";
import { stateOf } from "#predict/affinity-projector.ts";
import type { Store } from "#store/store.ts";
import type { RuleAsks } from "./rule-asks.ts";

/** A customer as triggers see her: of what rules may ask, only what these do ask was read. */
export type Subject = {
  readonly id: number;
  readonly zone: string;
  readonly locale: string;
  readonly birthOn: string | null;
  readonly customer: RuleCustomer;
};

export type SubjectQuestion = {
  readonly customerIds: readonly number[];
  readonly asks: RuleAsks;
  /** The vendor's declared attributes with their types. */
  readonly fields: FieldTypes;
  /** epoch ms for affinities */
  readonly now: number;
};

/** Events of one customer that rules are answered from: the newest of the asked names. */
const MAX_EVENTS = 2_000;

/**
 * Those of the named customers who can be written to, by the id they were named with: a merged record leads to its survivor.
 * One query for each kind of fact, and none for a kind that nobody asks.
 */
export async function loadSubjects(store: Store, question: SubjectQuestion): Promise<ReadonlyMap<number, Subject>> {
  const { asks, fields, now } = question;
  const people = await findPeople(store, question.customerIds);
  const ids = JSON.stringify([...new Set(people.map(({ id }) => id))]);
  const names = [...asks.attributeNames].filter((name) => Object.hasOwn(fields, name));
  const [events, attributes, affinities, segments, scores] = await Promise.all([
    asks.eventNames.size === 0 ? none : perCustomer<readonly EventRow[]>(store, eventRows(ids, asks.eventNames)),
    names.length === 0
      ? none
      : perCustomer<Readonly<Record<string, unknown>>>(store, attributeRows(ids, names, fields)),
    asks.affinities ? perCustomer<Readonly<Record<string, number>>>(store, affinityRows(ids)) : none,
    asks.segments ? perCustomer<readonly string[]>(store, segmentRows(ids)) : none,
    asks.scoreCodes.size === 0
      ? none
      : findScores(store, { customerIds: people.map(({ id }) => id), now, codes: [...asks.scoreCodes] }),
  ]);
  return new Map(
    people.map(({ asked, ...person }) => [
      asked,
      {
        ...person,
        zone: isZone(person.zone) ? person.zone : "UTC",
        customer: {
          attributes: typed(attributes.get(person.id) ?? {}, fields),
          eventsNamed: eventHistory((events.get(person.id) ?? []).map(toEvent)),
          affinityByCategory: affinitiesNow(affinities.get(person.id) ?? {}, now),
          segmentCodes: new Set(segments.get(person.id)),
          scoreByCode: scores.get(person.id),
        },
      },
    ]),
  );
}

const none: ReadonlyMap<number, never> = new Map<number, never>();

type Person = Pick<Subject, "id" | "zone" | "locale" | "birthOn"> & { readonly asked: number };

function findPeople(store: Store, customerIds: readonly number[]): Promise<readonly Person[]> {
  return store.read<Person>(
    sql`select d.id as asked, c.id, c.zone, c.locale, c.birth_on as birthOn
      from json_each(${JSON.stringify(customerIds)}) as item cross join customers d on d.id = item.value
      cross join customers c on c.id = coalesce(d.merged_into, d.id)
      where c.erased_at is null and c.email_hash is not null
        and substr(c.code, 1, ${ADDRESSEE_PREFIX.length}) <> ${ADDRESSEE_PREFIX}`,
  );
}

async function perCustomer<T>(store: Store, query: SQL): Promise<ReadonlyMap<number, T>> {
  const rows = await store.read<{ id: number; found: string }>(query);
  return new Map(rows.map(({ id, found }) => [id, JSON.parse(found) as T]));
}

type EventRow = readonly [name: string, at: number, category: string | null, code: string | null, properties: string];

/** By events_by_customer, purchase_lines_by_customer and the indexes of accounts; a line of a purchase is an event "purchase" of its own. */
function eventRows(ids: string, eventNames: ReadonlySet<string>): SQL {
  const asked = JSON.stringify([...eventNames]);
  const logged = JSON.stringify([...eventNames].filter((name) => !derivedEvents.has(name)));
  const ofAccounts = accountEventRows(eventNames, { customers: "asked_customers" });
  const held =
    ofAccounts === undefined
      ? sql``
      : sql`union all select customer_id, name, at, category, code, properties, 1 from (
        with asked_customers (value) as (select value from json_each(${ids})) ${sql.raw(ofAccounts)})`;
  return sql`select id, json_group_array(json_array(name, at, category, code, properties)) as found from (
    select e.customer_id as id, e.name, e.at, e.category, e.product_code as code, e.properties,
      row_number() over (partition by e.customer_id order by e.at desc, e.id desc) as rank
    from json_each(${ids}) as item cross join events e on e.customer_id = item.value
      and e.name in (select value from json_each(${logged}))
    union all
    select p.customer_id, 'purchase', p.at, p.category, p.product_code, '{}', 1 from json_each(${ids}) as item
    cross join purchase_lines p on p.customer_id = item.value and p.quantity_milli > 0
    where 'purchase' in (select value from json_each(${asked})) ${held}
  ) where rank <= ${MAX_EVENTS} group by id`;
}

function toEvent([name, at, category, productCode, properties]: EventRow): RuleEvent {
  return {
    name,
    at,
    properties: {
      ...(properties === "{}" ? {} : (JSON.parse(properties) as Attributes)),
      ...(category === null ? {} : { category }),
      ...(productCode === null ? {} : { product: productCode }),
    },
  };
}

/** Declared names have the form of a column's (declare-attribute.ts). Ints as text: JSON numbers end at 2^53. */
function attributeRows(ids: string, names: readonly string[], fields: FieldTypes): SQL {
  const pairs = names.map((name) =>
    fields[name] === "int" ? `'${name}', cast(a.a_${name} as text)` : `'${name}', a.a_${name}`,
  );
  return sql`select a.customer_id as id, json_object(${sql.raw(pairs.join(", "))}) as found
    from json_each(${ids}) as item cross join customer_attributes a on a.customer_id = item.value`;
}

function typed(found: Readonly<Record<string, unknown>>, fields: FieldTypes): Attributes {
  return Object.fromEntries(
    Object.entries(found).map(([name, value]) => [name, typedValue(fields[name] ?? "string", value)]),
  );
}

function typedValue(type: AttributeType, value: unknown): AttributeValue {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  if (type === "int") return BigInt(value);
  if (type === "bool") return value === 1;
  return type === "strings" ? (JSON.parse(String(value)) as string[]) : value;
}

function affinityRows(ids: string): SQL {
  return sql`select a.customer_id as id, json_group_object(a.category, a.scaled) as found
    from json_each(${ids}) as item cross join affinities a on a.customer_id = item.value group by a.customer_id`;
}

function affinitiesNow(scaled: Readonly<Record<string, number>>, now: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(scaled).map(([category, value]) => [category, affinityAt(stateOf(value), now)]),
  );
}

/** By segment_members_by_customer. */
function segmentRows(ids: string): SQL {
  return sql`select m.customer_id as id, json_group_array(s.code) as found from json_each(${ids}) as item
    cross join segment_members m on m.customer_id = item.value cross join segments s on s.id = m.segment_id
    group by m.customer_id`;
}
