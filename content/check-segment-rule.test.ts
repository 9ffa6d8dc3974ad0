import { describe, expect, it } from "vitest";
import { checkRule } from "./check-rule.ts";
import { compileTest } from "./compile-rule.ts";
import { eventHistory } from "./event-history.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

const vocabulary: RuleVocabulary = {
  customer: { city: "string" },
  product: {},
  context: { date: "date" },
  subject: "customer",
  segments: new Map([
    ["regulars", undefined],
    ["circle", "It asks for this one."],
  ]),
};
const faultsOf = (source: string, words = vocabulary) => {
  const checked = checkRule(source, words);
  return checked.ok ? [] : checked.error.map(({ column, message }) => `${column}: ${message}`);
};

describe("inSegment()", () => {
  it("holds for whom the scope says to be in it, and for nobody where nothing is known", () => {
    const checked = checkRule(`!inSegment("regulars")`, vocabulary);
    const test = checked.ok ? compileTest(checked.value.expr) : undefined;
    const scopeOf = (segmentCodes?: ReadonlySet<string>) => ({
      customer: { attributes: {}, eventsNamed: eventHistory([]), affinityByCategory: {}, segmentCodes },
      context: { slot: "", channel: "", locale: "", date: "2026-11-22", nowMs: 0, attributes: {} },
      product: { id: 0, code: "", category: "", priceMinor: 0, currency: "", tags: [], attributes: {} },
    });
    expect(test?.(scopeOf(new Set(["regulars"])))).toBe(false);
    expect(test?.(scopeOf(new Set(["others"])))).toBe(true);
    expect(test?.(scopeOf())).toBe(true);
    expect(checked.ok && checked.value.dependsOn).toMatchObject({ customer: true, product: false, context: false });
  });

  it("names a segment that there is, in quotation marks, and none that would wait for this one", () => {
    expect(faultsOf(`inSegment("regular")`)).toEqual([`11: There is no segment "regular". Did you mean regulars?`]);
    expect(faultsOf(`inSegment("circle")`)).toEqual(["11: It asks for this one."]);
    expect(faultsOf("inSegment(customer.city)")[0]).toMatch(/^11: inSegment\(\) takes the code/);
    expect(faultsOf(`inSegment("regulars", 1)`)[0]).toMatch(/takes the code/);
    expect(faultsOf(`inSegment("regulars") > 1`)[0]).toMatch(/are true or false and a whole number/);
    expect(faultsOf(`inSegment("regulars")`, { ...vocabulary, segments: undefined })).toEqual([
      `11: There is no segment "regulars".`,
    ]);
  });
});

describe("a rule about customers alone", () => {
  it("knows no product, and of the context what is declared", () => {
    expect(faultsOf("product.price > 3")).toEqual(["1: There is no product here: this rule is about customers alone."]);
    expect(faultsOf("price > 3")[0]).toMatch(/a rule speaks of customer and context\.$/);
    expect(faultsOf(`context.slot == "hero"`)).toEqual(["9: context has no field slot."]);
    expect(faultsOf(`context.date > date("2026-01-01") && customer.city != "Leeds"`)).toEqual([]);
  });
});

it("what no database keeps is no text of a rule, wherever it stands", () => {
  const words = "This text has a character that no database keeps: U+0000, or half of a surrogate pair.";
  expect(faultsOf(String.raw`customer.city == "a\u0000"`)).toEqual([`18: ${words}`]);
  expect(faultsOf(String.raw`did("\u0000") >= 1`)).toEqual([`5: ${words}`]);
  expect(faultsOf(String.raw`did("x", {"\u0000": 1}) >= 1`)).toEqual([`11: ${words}`]);
});
