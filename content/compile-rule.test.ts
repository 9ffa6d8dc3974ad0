import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileRule, compileTest } from "./compile-rule.ts";
import { eventHistory } from "./event-history.ts";
import type { Attributes, ProductSet } from "./product.ts";
import type { RuleEvent } from "./rule-event.ts";
import type { RuleScope } from "./rule-scope.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 22, 9);

const vocabulary: RuleVocabulary = {
  customer: {
    city: "string",
    age: "int",
    points: "int",
    spend: "double",
    vip: "bool",
    birthday: "date",
    interests: "strings",
  },
  product: { colour: "string" },
  context: {},
};

const product: ProductSet = {
  id: 1,
  code: "P1",
  category: "garden",
  priceMinor: 4_999,
  currency: "GBP",
  tags: ["new", "own-brand"],
  attributes: { colour: "green" },
  launchedAt: Date.UTC(2026, 10, 1, 23, 59),
};

type World = {
  readonly customer?: Attributes;
  readonly product?: Partial<ProductSet>;
  readonly events?: readonly RuleEvent[];
};

function scopeOf(world: World): RuleScope {
  return {
    customer: {
      attributes: world.customer ?? {},
      eventsNamed: eventHistory(world.events ?? []),
      affinityByCategory: { garden: 0.4 },
    },
    product: { ...product, ...world.product },
    context: { slot: "hero", channel: "email", locale: "en-GB", date: "2026-11-22", nowMs: now, attributes: {} },
  };
}

function ask(source: string, world: World = {}): boolean {
  const compiled = compileRule(source, vocabulary);
  if (!compiled.ok) throw new Error(compiled.error.map((fault) => fault.message).join(" "));
  return compiled.value.evaluate(scopeOf(world));
}

describe("a value that is missing", () => {
  it.each([
    "customer.age > 18",
    "customer.age <= 18",
    "customer.age == 18",
    "customer.age != 18",
    "customer.age in [18]",
  ])("makes %s false", (source) => {
    expect([ask(source), ask(source, { customer: { age: null } }), ask(source, { customer: { age: "18" } })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("makes the negation of a comparison true, for truths have two values", () => {
    expect(ask("!(customer.age > 18)")).toBe(true);
    expect(ask("has(customer.age) && !(customer.age > 18)")).toBe(false);
  });

  it("runs through arithmetic and texts, and counts as false where a truth is asked", () => {
    expect(ask("customer.age + 1 > 0 || -customer.age < 0 || size(customer.city) >= 0")).toBe(false);
    expect(ask(`"a" + customer.city != "" || customer.city.contains("")`)).toBe(false);
    expect(ask("customer.vip || customer.vip == false || customer.interests.exists(i, true)")).toBe(false);
  });
});

describe("whole numbers are 64 bits wide", () => {
  it("numbers beyond 2^53 are told apart, in literals, attributes and lists", () => {
    const points = 9_007_199_254_740_993n;
    expect(ask("customer.points == 9007199254740993", { customer: { points } })).toBe(true);
    expect(ask("customer.points == 9007199254740992", { customer: { points } })).toBe(false);
    expect(ask("customer.points in [9007199254740992, 9007199254740993]", { customer: { points } })).toBe(true);
    expect(ask("customer.points > 9007199254740992.0", { customer: { points } })).toBe(true);
    expect(ask("9007199254740993 - 9007199254740992 == 1")).toBe(true);
  });

  it("a number that has lost its digits already is missing, not wrong", () => {
    expect(ask("has(customer.points)", { customer: { points: 2 ** 53 } })).toBe(false);
    expect(ask("has(customer.points)", { customer: { points: 2n ** 63n } })).toBe(false);
    expect(ask("has(customer.points)", { customer: { points: 1.5 } })).toBe(false);
  });

  it("a result beyond 64 bits and a division by zero are missing", () => {
    expect(ask("9223372036854775807 + 1 > 0 || 9223372036854775807 * 2 < 0 || -(-9223372036854775808) != 0")).toBe(
      false,
    );
    expect(ask("1 / 0 == 1 || 1 % 0 == 0 || -9223372036854775808 / -1 != 0")).toBe(false);
    expect(ask("-7 / 2 == -3 && -7 % 2 == -1 && 9007199254740991 / 2 == 4503599627370495")).toBe(true);
  });
});

describe("texts, dates and the past", () => {
  it("texts compare by code point: what needs surrogates stands behind U+FFFD", () => {
    expect(ask(`customer.city > "\uFFFD"`, { customer: { city: "🌱" } })).toBe(true);
    expect(ask(`size(customer.city) == 2`, { customer: { city: "🌱x" } })).toBe(true);
    expect(ask(`customer.city.lowerAscii() == "Äbc"`, { customer: { city: "ÄBC" } })).toBe(true);
  });

  it("dates that do not exist are missing, and days are counted over leap years", () => {
    expect(ask("has(customer.birthday)", { customer: { birthday: "2027-02-29" } })).toBe(false);
    expect(ask(`customer.birthday + 1 == date("2028-02-29")`, { customer: { birthday: "2028-02-28" } })).toBe(true);
    expect(ask(`date("9999-12-31") + 1 > date("2000-01-01")`)).toBe(false);
    expect(ask(`product.launched == date("2026-11-01") && context.date - product.launched == 21`)).toBe(true);
  });

  const purchase = (daysAgo: number, category: string): RuleEvent => ({
    name: "purchase",
    at: now - daysAgo * DAY,
    properties: { category, lines: 2 },
  });

  it("did counts events with those properties, both ends of the window included, none of the future", () => {
    const events = [
      purchase(0, "garden"),
      purchase(90, "garden"),
      purchase(90.001, "garden"),
      purchase(-1, "garden"),
      purchase(3, "home"),
    ];
    expect(ask(`did("purchase", {category: "garden"}, 90) == 2`, { events })).toBe(true);
    expect(ask(`did("purchase", {category: product.category}) == 3`, { events })).toBe(true);
    expect(ask(`did("purchase") == 4 && did("click") == 0`, { events })).toBe(true);
    expect(ask(`did("purchase", {lines: 2.0}, 10) == 2 && did("purchase", {lines: "2"}) == 0`, { events })).toBe(true);
    expect(ask(`did("purchase", {category: customer.city}) == 0`, { events })).toBe(true);
  });

  it("daysSince is missing for somebody who never did it", () => {
    expect(ask(`daysSince("purchase") == 3`, { events: [purchase(3.9, "home"), purchase(50, "home")] })).toBe(true);
    expect(ask(`daysSince("purchase") >= 0 || daysSince("purchase") < 0`)).toBe(false);
  });

  it("affinity is 0 where nothing is known, also for what every object inherits", () => {
    expect(ask(`affinity(product.category) == 0.4 && affinity("sea") == 0.0 && affinity("__proto__") == 0.0`)).toBe(
      true,
    );
    expect(ask(`affinity("constructor") > 0.0`)).toBe(false);
  });
});

it("a rule knows what it depends on", () => {
  const dependsOn = (source: string) => {
    const compiled = compileRule(source, vocabulary);
    return compiled.ok
      ? Object.entries(compiled.value.dependsOn)
          .filter(([, depends]) => depends)
          .map(([of]) => of)
      : [];
  };
  expect(dependsOn("product.price < 5")).toEqual(["product"]);
  expect(dependsOn("has(customer.age)")).toEqual(["customer"]);
  expect(dependsOn(`context.channel == "sms"`)).toEqual(["context"]);
  expect(dependsOn(`context.slot == "hero" && product.price < 5`)).toEqual(["product", "context", "slot"]);
  expect(dependsOn(`did("purchase", {category: product.category}) > 0`)).toEqual(["customer", "product", "context"]);
});

it("a checked rule survives JSON and means the same", () => {
  const compiled = compileRule(
    `customer.points == 9007199254740993 && product.tags.exists(t, t.startsWith("own"))`,
    vocabulary,
  );
  if (!compiled.ok) throw new Error("refused");
  const again = compileTest(JSON.parse(JSON.stringify(compiled.value.expr)));
  expect(again(scopeOf({ customer: { points: 9_007_199_254_740_993n } }))).toBe(true);
  expect(again(scopeOf({ customer: { points: 9_007_199_254_740_992n } }))).toBe(false);
});

it("whatever an attribute or an event holds, a rule answers", () => {
  const source = `customer.age > 1 || customer.city.contains("a") || customer.spend < 0.5 || customer.vip || customer.birthday > context.date
    || "x" in customer.interests || customer.interests.exists(i, i == "x") || did("purchase", {a: 1, b: "x", c: true}) > 0`;
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (value, property) => {
      const customer = Object.fromEntries(Object.keys(vocabulary.customer).map((name) => [name, value])) as Attributes;
      const properties = { a: property, b: property, c: property } as Attributes;
      expect(typeof ask(source, { customer, events: [{ name: "purchase", at: now, properties }] })).toBe("boolean");
    }),
  );
});

const naughty = "../shared/cases/naughty/blns.json";
const strings = existsSync(naughty) ? (JSON.parse(readFileSync(naughty, "utf8")) as string[]) : [];

describe.skipIf(strings.length === 0)("naughty strings (absent without the shared cases)", () => {
  it(`all ${strings.length} mean themselves as attribute and inside quotation marks`, () => {
    for (const city of strings) {
      const written = JSON.stringify(city);
      const source = `customer.city == ${written} && customer.city in [${written}] && customer.city.contains(${written}) && !(customer.city != ${written})`;
      expect([city, ask(source, { customer: { city } })]).toEqual([city, true]);
      expect([city, ask(`customer.city == ${written}`, { customer: { city: `${city}.` } })]).toEqual([city, false]);
    }
  });
});
