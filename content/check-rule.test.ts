import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRule } from "./check-rule.ts";
import { ruleLimits } from "./parse-rule.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

const vocabulary: RuleVocabulary = {
  customer: { city: "string", age: "int", spend: "double", vip: "bool", birthday: "date", interests: "strings" },
  product: { colour: "string", margin: "double" },
  context: { season: "string" },
  events: { purchase: { category: "string", amountMinor: "int" }, click: {} },
};

function faultsOf(source: string): ReadonlyArray<readonly [place: string, message: string]> {
  const checked = checkRule(source, vocabulary);
  return checked.ok ? [] : checked.error.map((fault) => [source.slice(fault.start, fault.end), fault.message]);
}

describe("a rule that the vocabulary understands is taken", () => {
  it.each([
    `did("purchase", {category: "garden"}, 90) >= 2`,
    `did("purchase", 30) == 0 || did("click") > 1`,
    `did("purchase", {"category": product.category, amountMinor: 500}) >= 1`,
    `daysSince("purchase") > 30 && daysSince("click", {}) < 7`,
    `affinity("garden") > 0.5 && affinity(product.category) >= 0.1`,
    `has(customer.city) && !has(product.stock)`,
    `customer.city in ["Bath", "Wells"]`,
    `"new" in product.tags || product.tags.exists(tag, tag.startsWith("new-"))`,
    `["a", "b"].exists(x, x == customer.city)`,
    `customer.age in [18, 21.5] && 3 < 4.5`,
    `product.price < 5000 && product.currency == "GBP"`,
    `context.slot == "hero" && context.channel != "sms" && context.season == "spring"`,
    `context.date >= date("2026-11-01") && context.date - customer.birthday > 18 * 365`,
    `product.launched + 30 > context.date && 30 + product.launched > context.date`,
    `customer.vip ? product.price < 100 : product.price < 50`,
    `double(customer.age) * 1.5 > customer.spend && int(customer.spend) % 10 == 0`,
    `size(customer.city) > 2 && size(product.tags) > 0 && customer.interests.size() == 1 && size([1, 2]) == 2`,
    `customer.city.lowerAscii().contains("bath") // the whole area`,
    `customer.age > -9223372036854775808 && customer.age < 0x7fffffffffffffff`,
    `-customer.age < -1 && -(customer.spend) < 0.0`,
  ])("%s", (source) => {
    expect(faultsOf(source)).toEqual([]);
  });
});

describe("a rule that is wrong is refused with the place and plain words", () => {
  it.each([
    ["customer.citty == 'Bath'", "citty", "customer has no field citty. Did you mean city?"],
    ["product.prize < 5", "prize", "product has no field prize. Did you mean price?"],
    [
      "custmer.city == 'Bath'",
      "custmer",
      "There is no custmer; a rule speaks of customer, product and context. Did you mean customer?",
    ],
    [
      "city == 'Bath'",
      "city",
      "There is no city here; a rule speaks of customer, product and context. Did you mean customer.city?",
    ],
    ["customer == 'Bath'", "customer", "customer has fields; name one of them, as in customer.city."],
    ["customer.city.name == 'x'", "customer.city.name", "A field has no fields of its own."],
    ["customer.constructor == 'x'", "constructor", "customer has no field constructor."],
    ["customer.age", "customer.age", "A rule must come to true or false, but this is a whole number."],
    [
      "customer.age == 'ten'",
      "customer.age == 'ten'",
      "== compares things of one kind, but these are a whole number and a text.",
    ],
    [
      "context.date > '2026-01-01'",
      "context.date > '2026-01-01'",
      `> compares things of one kind, but these are a date and a text. A date is written date("2026-11-22").`,
    ],
    [
      "customer.vip > false",
      "customer.vip > false",
      "True and false have no order; > is for numbers, texts and dates.",
    ],
    ["product.tags == ['a']", "['a']", "A list stands only to the right of in, before .exists() or in size()."],
    [
      "product.tags == customer.interests",
      "product.tags == customer.interests",
      "Lists are not compared with ==; use in, .exists() or size().",
    ],
    ["customer.age && true", "customer.age", "Both sides of && must be true or false, but this is a whole number."],
    ["!customer.city", "customer.city", "After ! stands true or false, but this is a text."],
    ["-customer.city == 'x'", "customer.city", "A minus sign stands before a number, but this is a text."],
    [
      "customer.age * 1.5 > 2.0",
      "customer.age * 1.5",
      "* does not go with a whole number and a decimal number. Write double(…) around the whole number.",
    ],
    [
      "customer.spend % 2.0 == 0.0",
      "customer.spend % 2.0",
      "% does not go with a decimal number and a decimal number.",
    ],
    ["customer.vip ? 1 : 'a'", "'a'", "Both answers must be of one kind: a whole number and a text are two."],
    ["customer.age in ['a']", "customer.age", "The list holds a text, but this is a whole number."],
    ["customer.age in [1, 'a']", "[1, 'a']", "The items of a list must be of one kind."],
    ["customer.age in []", "[]", "The list is empty: nothing is in it."],
    ["'a' in customer.city", "customer.city", "Here stands a list, but this is a text."],
    ["customer.city == null", "null", "There is no null in rules; write has(customer.field) or !has(customer.field)."],
    ["customer.age == 5u", "5u", "Bytes and unsigned numbers are not part of rules."],
    [
      "customer.age < 9223372036854775808",
      "9223372036854775808",
      "This number is beyond 64 bits (9223372036854775807).",
    ],
    [
      "customer.age > -9223372036854775809",
      "9223372036854775809",
      "This number is beyond 64 bits (9223372036854775807).",
    ],
    [
      "customer.city.matches('B.*')",
      "customer.city.matches('B.*')",
      "Rules have no regular expressions; use contains(), startsWith() or endsWith().",
    ],
    [
      "product.tags.all(t, t == 'a')",
      "product.tags.all(t, t == 'a')",
      "Of the list functions rules have exists() alone; write !list.exists(x, !(…)).",
    ],
    [
      "product.tags.exists(t, product.tags.exists(u, u == t))",
      "product.tags.exists(u, u == t)",
      "An exists() does not stand inside another.",
    ],
    ["product.tags.exists(t, t)", "t", "The test of exists() must be true or false, but this is a text."],
    ["product.tags.exists(product, true)", "product", "product is taken; name the item otherwise."],
    [
      "customer.city.startWith('B')",
      "customer.city.startWith('B')",
      "There is no function startWith. Did you mean startsWith?",
    ],
    ["dayssince('purchase') > 3", "dayssince('purchase')", "There is no function dayssince. Did you mean daysSince?"],
    ["did('purchases') > 1", "'purchases'", `There is no event "purchases". Did you mean purchase?`],
    [
      "did('purchase', {categry: 'x'}) > 1",
      "categry",
      `The event "purchase" has no property categry. Did you mean category?`,
    ],
    ["did('purchase', {category: 5}) > 1", "5", "category is a text, but this is a whole number."],
    [
      "did(customer.city) > 1",
      "customer.city",
      `Here stands the name of an event in quotation marks, as in did("purchase", {category: "garden"}, 90) >= 2.`,
    ],
    [
      "did('purchase', 0) > 1",
      "0",
      `Here stands a number of days, 1 to 36500, as in did("purchase", {category: "garden"}, 90) >= 2.`,
    ],
    [
      "date('2027-02-29') > context.date",
      "'2027-02-29'",
      `There is no day "2027-02-29"; write year-month-day, as in "2026-11-22".`,
    ],
    ["has(customer.nobody)", "nobody", "customer has no field nobody."],
    ["has(customer)", "customer", "Name a field here, as in customer.city."],
    [
      "customer.interests[0] == 'x'",
      "customer.interests[0]",
      "Square brackets are for lists; a field is written with a dot.",
    ],
    ["{'a': 1}", "{'a': 1}", "Braces stand only in did() and daysSince(), as the condition on the event."],
    ["customer.age = 3", "=", `"=" is not an operator here; write "==".`],
    ["customer.vip & true", "&", `Write "&&".`],
    ["customer.city == 'Bath", "'Bath", "This text has no closing quotation mark."],
    ["customer.age >", "", "The rule ends too early: something is missing here."],
    ["", "", "The rule is empty."],
    ["customer.vip)", ")", `")" is not expected here.`],
    [
      "customer.city == '\ud800'",
      "customer.city == '\ud800'",
      "The rule holds half of a character (an unpaired surrogate).",
    ],
  ])("%s", (source, place, message) => {
    expect(faultsOf(source)).toEqual([[place, message]]);
  });

  it("names every fault at once, in the order of the source", () => {
    const places = faultsOf("customer.citty == 'x' && product.prise < 5 && context.slott == 'hero'").map(
      ([place]) => place,
    );
    expect(places).toEqual(["citty", "prise", "slott"]);
  });

  it("counts lines from one and columns in characters, not in UTF-16 units", () => {
    const checked = checkRule("customer.city == '🌱🌱' ||\r\n  '🌱' == customer.citi", vocabulary);
    expect(checked.ok ? [] : checked.error).toMatchObject([{ line: 2, column: 19, start: 47, end: 51 }]);
  });
});

describe("a rule that is too large is refused before anything is compiled", () => {
  it.each([
    ["a thousand conditions", Array.from({ length: 1_000 }, () => "true").join("&&"), "at most 4000 are read"],
    ["hundreds of alternatives", Array.from({ length: 700 }, () => "1<2").join("||"), "more than 600 parts"],
    ["a thousand brackets", `${"(".repeat(1_000)}true${")".repeat(1_000)}`, "nested more than 32 deep"],
    ["thousands of negations", `${"!".repeat(3_900)}true`, "more than 600 parts"],
    ["a hundred negations", `${"!".repeat(100)}true`, "nested more than 32 deep"],
    ["a deep sum", `${"1+".repeat(100)}1 > 0`, "nested more than 32 deep"],
    ["a deep choice", `${"true ? true : ".repeat(100)}true`, "nested more than 32 deep"],
    ["many fields", `customer${".city".repeat(100)} == 'x'`, "nested more than 32 deep"],
    ["a long list", `1 in [${Array.from({ length: 300 }, () => "1").join(",")}]`, "at most 200 items"],
    ["a long text", `customer.city == "${"x".repeat(5_000)}"`, "at most 4000 are read"],
  ])("%s", (_name, source, words) => {
    expect(faultsOf(source)[0]?.[1]).toContain(words);
  });

  it("a chain of conditions is not deep: it may be as long as a rule may have parts", () => {
    const source = Array.from({ length: ruleLimits.nodes / 2 }, () => "true").join("&&");
    expect(faultsOf(source)).toEqual([]);
  });
});

const redos = "../shared/cases/redos/patterns.json";
const patterns = existsSync(redos)
  ? (JSON.parse(readFileSync(redos, "utf8")) as { patterns: [string, string, string][] }).patterns
  : [];

describe.skipIf(patterns.length === 0)(
  "patterns that stall a backtracking engine (absent without the shared cases)",
  () => {
    it(`all ${patterns.length} are refused as patterns and are plain text everywhere else`, () => {
      for (const [pattern] of patterns) {
        const text = JSON.stringify(pattern);
        expect(faultsOf(`customer.city.matches(${text})`)[0]?.[1]).toContain("no regular expressions");
        expect(faultsOf(`customer.city.contains(${text})`)).toEqual([]);
      }
    });
  },
);
