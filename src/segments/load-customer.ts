import type { Attributes, AttributeValue } from "#content/product.ts";
import { affinityAt } from "#content/affinity.ts";
import { eventHistory } from "#content/event-history.ts";
import type { RuleEvent } from "#content/rule-event.ts";
import type { RuleCustomer } from "#content/rule-scope.ts";
import type { AttributeType, FieldTypes } from "#content/vocabulary.ts";
import { accountEventRows, derivedEvents } from "#customers/accounts/rule-events.ts";
import { sql } from "drizzle-orm";
import { stateOf } from "#predict/affinity-projector.ts";
import { findScores } from "#predict/registry/scores/find-scores.ts";
import type { SqlValue, Store } from "#store/store.ts";

type CustomerQuestion = {
  readonly customerId: number;
  readonly fields: FieldTypes;
  readonly now: number;
};

/**
 * One customer as rules see her: all that is declared, done and liked, nothing left out. It is what SQL reads for all at
 * once, read for the closures; so that both answer alike to the last bit.
 */
export async function loadRuleCustomer(
  store: Store,
  { customerId, fields, now }: CustomerQuestion,
): Promise<RuleCustomer> {
  const [attributes, events, affinities, segments] = await Promise.all([
    loadAttributes(store, customerId, fields),
    loadEvents(store, customerId),
    store.read<{ category: string; scaled: number }>(
      sql`select category, scaled from affinities where customer_id = ${customerId}`,
    ),
    store.read<{ code: string }>(
      sql`select s.code as code from segment_members m join segments s on s.id = m.segment_id
        where m.customer_id = ${customerId}`,
    ),
  ]);
  return {
    attributes,
    eventsNamed: eventHistory(events),
    affinityByCategory: Object.fromEntries(
      affinities.map(({ category, scaled }) => [category, affinityAt(stateOf(scaled), now)]),
    ),
    segmentCodes: new Set(segments.map(({ code }) => code)),
    scoreByCode: (await findScores(store, { customerIds: [customerId], now })).get(customerId),
  };
}

/** Ints come as text: neither driver gives one beyond 2^53 as it is. */
async function loadAttributes(store: Store, customerId: number, fields: FieldTypes): Promise<Attributes> {
  const names = Object.keys(fields);
  if (names.length === 0) return {};
  const columns = names.map((name) => (fields[name] === "int" ? `cast(a_${name} as text) as a_${name}` : `a_${name}`));
  const [row] = await store.read({
    sql: `select ${columns.join(", ")} from customer_attributes where customer_id = ?`,
    params: [customerId],
  });
  if (row === undefined) return {};
  return Object.fromEntries(names.map((name) => [name, valueOf(fields[name] ?? "string", row[`a_${name}`] ?? null)]));
}

function valueOf(type: AttributeType, value: SqlValue): AttributeValue {
  if (value === null || value instanceof Uint8Array) return undefined;
  switch (type) {
    case "int":
      return BigInt(value);
    case "bool":
      return value === 1;
    case "strings":
      return JSON.parse(String(value)) as string[];
    default:
      return value;
  }
}

type EventRow = {
  readonly name: string;
  readonly at: number;
  readonly category: string | null;
  readonly code: string | null;
  readonly properties: string;
};

/** By events_by_customer, purchase_lines_by_customer and the indexes of accounts. */
async function loadEvents(store: Store, customerId: number): Promise<readonly RuleEvent[]> {
  const rows = await store.read<EventRow>(
    sql`select name, at, category, product_code as code, properties from events
      where customer_id = ${customerId} and name not in (select value from json_each(${JSON.stringify([...derivedEvents])}))
      union all select 'purchase', at, category, product_code, '{}' from purchase_lines
      where customer_id = ${customerId} and quantity_milli > 0`,
  );
  const held = await store.read<EventRow>({
    sql: `select * from (${accountEventRows(derivedEvents, { customers: "json_each(?1)" })})`,
    params: [JSON.stringify([customerId])],
  });
  return [...rows, ...held].map(({ name, at, category, code, properties }) => ({
    name,
    at,
    properties: {
      ...(JSON.parse(properties) as Attributes),
      ...(category === null ? {} : { category }),
      ...(code === null ? {} : { product: code }),
    },
  }));
}
