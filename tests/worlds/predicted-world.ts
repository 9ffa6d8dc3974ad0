import { declareAttribute } from "#customers/declare-attribute.ts";
import { DAY_MS, manualClock } from "#kernel/clock.ts";
import { type Random, randomInt, seededRandom } from "#kernel/random.ts";
import type { Query, Store } from "#store/store.ts";

/** The moment at which these worlds stand. */
export const NOW = Date.UTC(2026, 10, 22, 9);

type Fact = readonly unknown[];

/** Rows into a table, as one statement. */
export function insertRows(table: string, columns: readonly string[], rows: readonly Fact[]): Query {
  return {
    sql: `insert into ${table} (${columns.join(", ")})
      select ${columns.map((_, index) => `item.value ->> ${index}`).join(", ")} from json_each(?) as item`,
    params: [JSON.stringify(rows)],
  };
}

const CATEGORIES = ["seeds", "tools", "books", "bath"];

/**
 * Customers who buy at rates of their own over so many days, each told on the day itself but for one order in ten, which is told
 * a week late; with what else is kept of people.
 */
export async function populate(
  store: Store,
  { people, days, seed = 5 }: { people: number; days: number; seed?: number },
): Promise<void> {
  const random = seededRandom(seed);
  const clock = manualClock(NOW - days * DAY_MS);
  const actor = { kind: "key", id: "key_1" } as const;
  for (const [name, type] of [
    ["city", "string"],
    ["household_size", "int"],
  ] as const) {
    await declareAttribute({
      deps: { store, clock },
      actor,
      input: { name, type, label: name, visibleTo: ["operator"] },
    });
  }
  const begin = NOW - days * DAY_MS;
  const ids = Array.from({ length: people }, (_, index) => index + 1);
  await store.write([
    insertRows(
      "customers",
      ["id", "code", "country", "locale", "birth_on", "created_at", "updated_at", "origins"],
      ids.map((id) => [
        id,
        `c${id}`,
        "GB",
        "en-GB",
        `19${50 + (id % 50)}-01-01`,
        begin,
        begin,
        JSON.stringify({ rest: ["shop", begin] }),
      ]),
    ),
    insertRows(
      "customer_attributes",
      ["customer_id", "updated_at", "a_city", "a_household_size", "origins"],
      ids.map((id) => [id, begin, id % 2 === 0 ? "Leeds" : "Bath", id % 5, originsAt(random, begin, days)]),
    ),
    ...purchaseRows(random, ids, { begin, days }),
    ...eventRows(random, ids, { begin, days }),
    ...accountRows(random, ids, { begin, days }),
  ]);
}

type Span = { readonly begin: number; readonly days: number };

/** The city was stated some day; what else is stated, at the beginning. */
function originsAt(random: Random, begin: number, days: number): string {
  return JSON.stringify({ a_city: ["shop", begin + randomInt(random, days) * DAY_MS], rest: ["shop", begin] });
}

function purchaseRows(random: Random, ids: readonly number[], { begin, days }: Span): readonly Query[] {
  const orders: Fact[] = [];
  const lines: Fact[] = [];
  for (const id of ids) {
    const rate = 0.2 + 6 * random.next() ** 3;
    const favourite = CATEGORIES[id % CATEGORIES.length];
    for (let day = random.next() * 30; day < days; day += -Math.log(1 - random.next()) * (30 / rate)) {
      const at = Math.floor(begin + day * DAY_MS);
      const key = `shop:${id}-${orders.length}`;
      const received = random.next() < 0.1 ? at + 7 * DAY_MS : at + 1_000;
      orders.push([key, id, "GBP", 500 + randomInt(random, 5_000), at, received, "shop"]);
      const category = random.next() < 0.7 ? favourite : CATEGORIES[randomInt(random, CATEGORIES.length)];
      lines.push([key, 1, id, at, `P-${category}`, category, random.next() < 0.05 ? -1_000 : 1_000, 500]);
    }
  }
  return [
    insertRows(
      "purchases",
      ["order_key", "customer_id", "currency", "total_minor", "at", "received_at", "source"],
      orders,
    ),
    insertRows(
      "purchase_lines",
      ["order_key", "line_no", "customer_id", "at", "product_code", "category", "quantity_milli", "amount_minor"],
      lines,
    ),
  ];
}

function eventRows(random: Random, ids: readonly number[], { begin, days }: Span): readonly Query[] {
  const some = () => Math.floor(begin + random.next() * days * DAY_MS);
  const late = (at: number) => at + (random.next() < 0.2 ? 9 * DAY_MS : 0);
  const events = ids.flatMap((id) =>
    [0, 1, 2].map((index) => {
      const at = some();
      return [
        `m${id}-${index}`,
        id,
        index === 0 ? "click" : "track",
        index === 0 ? "click" : "Product Viewed",
        "seeds",
        at,
        late(at),
        "web",
      ];
    }),
  );
  const told = ids.map((id) => [id, some()] as const);
  return [
    insertRows(
      "events",
      ["message_id", "customer_id", "kind", "name", "category", "at", "received_at", "source"],
      events,
    ),
    insertRows(
      "registrations",
      ["fact_key", "customer_id", "product_code", "at", "received_at", "source"],
      told.map(([id, at]) => [`r${id}`, id, "P1", at, late(at), "web"]),
    ),
    insertRows(
      "survey_answers",
      ["fact_key", "customer_id", "survey", "question", "answer", "at", "received_at", "source"],
      told.map(([id, at]) => [`s${id}`, id, "home", "next", "yes", at, late(at), "web"]),
    ),
    insertRows(
      "contact_notes",
      ["fact_key", "customer_id", "disposition", "note", "at", "received_at", "source"],
      told.map(([id, at]) => [`n${id}`, id, "answered", "", at, late(at), "call-centre"]),
    ),
    insertRows(
      "demographic_facts",
      ["customer_id", "name", "value", "at", "received_at", "source"],
      told.map(([id, at]) => [id, "dwelling", id % 3 === 0 ? "house" : "flat", at, late(at), "bureau"]),
    ),
    insertRows(
      "messages",
      [
        "id",
        "customer_id",
        "newsletter_id",
        "occurrence_on",
        "lane",
        "channel",
        "state",
        "planned_at",
        "due_at",
        "accepted_at",
      ],
      told.map(([id, at]) => [id, id, 1, "2026-01-01", "", "email", "accepted", at, at, at]),
    ),
  ];
}

function accountRows(random: Random, ids: readonly number[], { begin, days }: Span): readonly Query[] {
  const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  const some = () => Math.floor(begin + random.next() * days * DAY_MS);
  const accounts = ids.map((id) => {
    const at = some();
    const closed = random.next() < 0.1 ? dateOf(some()) : null;
    const bands = JSON.stringify({ credit_limit: id % 2 === 0 ? "0-1000" : "1000-5000" });
    return [
      id,
      `a${id}`,
      id % 3 === 0 ? "loan" : "card",
      "GBP",
      dateOf(begin - DAY_MS * (id % 90)),
      closed,
      bands,
      at,
      at + DAY_MS,
      "bank",
    ];
  });
  const activities = ids.flatMap((id) =>
    Array.from({ length: 6 }, (_, index) => {
      const at = some();
      const late = random.next() < 0.2 ? 5 * DAY_MS : 0;
      return [
        `x${id}-${index}`,
        id,
        id,
        index === 0 ? "payment" : "purchase",
        100 + randomInt(random, 900),
        "GBP",
        "5411",
        at,
        at + late,
        "bank",
      ];
    }),
  );
  return [
    insertRows(
      "accounts",
      ["id", "code", "kind", "currency", "opened_on", "closed_on", "bands", "at", "received_at", "source"],
      accounts,
    ),
    insertRows(
      "account_holders",
      ["account_id", "customer_id", "role"],
      ids.map((id) => [id, id, "primary"]),
    ),
    insertRows(
      "account_activities",
      [
        "fact_key",
        "account_id",
        "customer_id",
        "kind",
        "amount_minor",
        "currency",
        "merchant_category",
        "at",
        "received_at",
        "source",
      ],
      activities,
    ),
  ];
}

/** Tables whose rows tell when they happened and when they were recorded. */
const RECORDED = [
  "events",
  "registrations",
  "survey_answers",
  "contact_notes",
  "demographic_facts",
  "account_activities",
];

/** Leaves of the facts only those that had happened and had been recorded by a moment: the store as it stood then. */
export function truncateAt(at: number): readonly Query[] {
  const date = new Date(at - 1).toISOString().slice(0, 10);
  const all = (sql: string): Query => ({ sql, params: [] });
  return [
    all(`delete from purchase_lines where at >= ${at} or exists (select 1 from purchases o where o.order_key = purchase_lines.order_key
      and o.received_at >= ${at})`),
    ...[...RECORDED, "purchases"].map((table) => all(`delete from ${table} where at >= ${at} or received_at >= ${at}`)),
    all(`delete from messages where accepted_at >= ${at}`),
    all(`update customer_attributes set a_city = null where origins ->> '$.a_city[1]' >= ${at}`),
    all(`update accounts set bands = '{}' where at >= ${at} or received_at >= ${at}`),
    all(`update accounts set closed_on = null where closed_on > '${date}'`),
  ];
}
