import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "#kernel/clock.ts";
import { conditionOn, daysSinceEvent, eventCount } from "./compile-events.ts";
import { eventHistory } from "./event-history.ts";
import type { AttributeValue } from "./product.ts";
import { readerOf } from "./read-field.ts";
import type { ScalarType } from "./rule-ast.ts";
import type { RuleEvent } from "./rule-event.ts";
import type { RuleScope } from "./rule-scope.ts";
import { isSameNumber, readDouble, readInt, type RuleInt } from "./rule-value.ts";

const now = Date.UTC(2026, 10, 22, 9);

/** Few enough to meet, of every kind, and at the edges where int, double and bigint touch. */
const values = fc.constantFrom<AttributeValue[]>(
  "garden",
  "",
  "2026-11-22",
  "2027-02-29",
  "1",
  true,
  false,
  null,
  undefined,
  0,
  -0,
  1,
  1n,
  0.5,
  2 ** 53,
  2n ** 53n,
  2n ** 53n + 1n,
  2 ** 63,
  2n ** 63n - 1n,
  2n ** 63n,
  1e308,
  Number.NaN,
  Infinity,
  ["garden"],
);
const properties = fc.record({ a: values, b: values, c: values }, { requiredKeys: [] });
/** Days ago: duplicates, both ends of a window, and the future. */
const ages = fc.oneof(fc.constantFrom(0, 1, 3, 3.000_000_1, -1), fc.double({ min: -2, max: 10, noNaN: true }));
const events = fc.array(
  fc.record({ name: fc.constantFrom("purchase", "click"), properties, at: ages.map((age) => now - age * DAY_MS) }),
  { maxLength: 30 },
);
const conditions = fc.array(
  fc.record({
    property: fc.constantFrom("a", "b", "c", "constructor"),
    type: fc.constantFrom<ScalarType>("string", "int", "double", "bool", "date"),
    from: fc.constantFrom("a", "b", "c"),
  }),
  { maxLength: 3 },
);
type Condition = { readonly property: string; readonly type: ScalarType; readonly from: string };
type Question = {
  readonly name: string;
  readonly where: readonly Condition[];
  readonly days: number | undefined;
  readonly product: Readonly<Record<string, AttributeValue>>;
};
const questions: fc.Arbitrary<readonly Question[]> = fc
  .record({
    name: fc.constantFrom("purchase", "click", "never"),
    wheres: fc.array(conditions, { minLength: 1, maxLength: 2 }),
    days: fc.option(fc.constantFrom(1, 3), { nil: undefined }),
    products: fc.array(properties, { minLength: 1, maxLength: 12 }),
  })
  .map(({ name, wheres, days, products }) =>
    products.flatMap((product) => wheres.map((where) => ({ name, where, days, product }))),
  );

/** The meaning in so many words: every event is looked at for every question. */
function plainly(history: readonly RuleEvent[], { name, where, days, product }: Question) {
  const since = days === undefined ? -Infinity : now - days * DAY_MS;
  const found = history.filter((event) => event.name === name && event.at <= now && where.every(isMet(event, product)));
  const latest = Math.max(...found.map(({ at }) => at));
  return {
    count: found.filter(({ at }) => at >= since).length,
    days: found.length === 0 ? undefined : Math.floor((now - latest) / DAY_MS),
  };
}

function isMet(event: RuleEvent, product: Question["product"]): (condition: Condition) => boolean {
  return ({ property, type, from }) => {
    const wanted = readerOf(type)(product[from]);
    const given = event.properties[property];
    if (wanted === undefined) return false;
    if (type !== "int" && type !== "double") return readerOf(type)(given) === wanted;
    const number = readInt(given) ?? readDouble(given);
    return number !== undefined && isSameNumber(number, wanted as RuleInt);
  };
}

/** The rule's closures, all asked of one history. */
function asker(history: readonly RuleEvent[]) {
  const eventsNamed = eventHistory(history);
  const scopeOf = (product: Question["product"]) =>
    ({
      customer: { attributes: {}, eventsNamed, affinityByCategory: {} },
      product: { attributes: product },
      context: { nowMs: now },
    }) as unknown as RuleScope;
  const compiled = (where: Question["where"]) =>
    where.map(({ property, type, from }) =>
      conditionOn(property, type, ({ product }) => readerOf(type)(product.attributes[from])),
    );
  return {
    count: ({ name, where, days, product }: Question) => eventCount(name, compiled(where), days)(scopeOf(product)),
    days: ({ name, where, product }: Question) => daysSinceEvent(name, compiled(where))(scopeOf(product)),
  };
}

describe("a customer's past, asked for every product", () => {
  it("answers each question as if all her events were looked at again", () => {
    fc.assert(
      fc.property(events, questions, (history, asked) => {
        const ask = asker(history);
        for (const question of asked) {
          expect({ count: ask.count(question), days: ask.days(question) }).toEqual(plainly(history, question));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("is walked twice by a rule that asks every product, and once by a rule that asks only her", () => {
    const { history, reads } = watchedHistory();
    const where = [{ property: "a", type: "string", from: "a" }] as const;
    const { count } = asker(history);
    const ask = (product: number) => count({ name: "purchase", where, days: undefined, product: { a: `P${product}` } });
    expect([ask(0), reads()]).toEqual([3, history.length]);
    const counts = Array.from({ length: 1_000 }, (_, product) => ask(product));
    expect(counts).toEqual([...Array.from({ length: 100 }, () => 3), ...Array.from({ length: 900 }, () => 0)]);
    expect(reads()).toBe(2 * history.length);
  });
});

/** 300 purchases of 100 products that count how often a property is read. */
function watchedHistory() {
  let read = 0;
  const history = Array.from({ length: 300 }, (_, index): RuleEvent => ({
    name: "purchase",
    at: now - index * DAY_MS,
    properties: {
      get a() {
        read += 1;
        return `P${index % 100}`;
      },
    },
  }));
  return { history, reads: () => read };
}
