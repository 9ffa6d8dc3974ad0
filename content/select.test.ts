import { describe, expect, it } from "vitest";
import type { ProductSet } from "./product.ts";
import { prepareSelector, type Selector, type SelectorSettings } from "./select.ts";
import type { Explanation, SelectedItem, SelectionInput } from "./selection.ts";
import type { RuleVocabulary } from "./vocabulary.ts";

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 22, 9);

const vocabulary: RuleVocabulary = { customer: { city: "string" }, product: { colour: "string" }, context: {} };

function product(id: number, category: string, more: Partial<ProductSet> = {}): ProductSet {
  return { id, code: `P${id}`, category, priceMinor: id * 100, currency: "GBP", tags: [], attributes: {}, ...more };
}

const range = [1, 2, 3].map((id) => product(id, "garden")).concat([4, 5, 6].map((id) => product(id, "home")));

function selectorOf(settings: Partial<SelectorSettings>): Selector {
  const made = prepareSelector({
    products: range,
    rules: [],
    slots: [{ name: "body", size: 3 }],
    vocabulary,
    ...settings,
  });
  if (!made.ok) throw new Error(made.error.map((fault) => fault.message).join(" "));
  return made.value;
}

type Occasion = Partial<Omit<SelectionInput, "customer" | "scores">> & {
  readonly customer?: Partial<SelectionInput["customer"]>;
  readonly scores?: Partial<SelectionInput["scores"]>;
};

function occasion({ customer, scores, ...more }: Occasion = {}): SelectionInput {
  return {
    customer: { attributes: { city: "Bath" }, events: [], boughtIds: [], ...customer },
    scores: {
      affinityByCategory: {},
      byProductId: new Map([1, 2, 3, 4, 5, 6].map((id) => [id, 1 - id / 10])),
      ...scores,
    },
    nowMs: now,
    date: "2026-11-22",
    channel: "email",
    locale: "en-GB",
    occurrence: "2026-11-22",
    seed: 1,
    ...more,
  };
}

function itemsOf(settings: Partial<SelectorSettings>, given: Occasion = {}): readonly SelectedItem[] {
  return selectorOf(settings)
    .select(occasion(given))
    .slots.flatMap((slot) => slot.items);
}

const idsOf = (settings: Partial<SelectorSettings>, given: Occasion = {}) =>
  itemsOf(settings, given).map((item) => item.productId);

function why(settings: Partial<SelectorSettings>, productId: number, given: Occasion = {}): Explanation {
  return selectorOf(settings).explain(occasion(given), productId);
}

const rule = { id: "r", name: "a rule", priority: 0 } as const;

describe("what may be shown", () => {
  it("a product set that she bought is gone with the next selection, unless it can be bought again", () => {
    expect(idsOf({}, { customer: { boughtIds: [1] } })).toEqual([2, 3, 4]);
    expect(why({}, 1, { customer: { boughtIds: [1] } })).toMatchObject({ cause: { code: "bought" } });
    const products = [product(1, "garden", { isRepurchasable: true }), ...range.slice(1)];
    expect(idsOf({ products }, { customer: { boughtIds: [1] } })).toEqual([1, 2, 3]);
  });

  it("what is out of stock, not yet valid or no longer valid is never shown, to the millisecond", () => {
    const products = [
      product(1, "garden", { stock: 0 }),
      product(2, "garden", { validFrom: now + 1 }),
      product(3, "garden", { validUntil: now }),
      product(4, "home", { validFrom: now, validUntil: now + 1, stock: 1 }),
    ];
    const selector = selectorOf({ products });
    const idsAt = (nowMs: number) => selector.select(occasion({ nowMs })).slots[0]?.items.map((item) => item.productId);
    expect([idsAt(now), idsAt(now + 1), idsAt(now - 1), idsAt(now)]).toEqual([[4], [2], [3], [4]]);
    expect(why({ products }, 1)).toMatchObject({ cause: { code: "out_of_stock" } });
    expect(why({ products }, 2)).toMatchObject({ cause: { code: "not_yet_valid", data: { validFrom: now + 1 } } });
    expect(why({ products }, 3)).toMatchObject({ cause: { code: "expired", data: { validUntil: now } } });
  });

  it("every eligible rule in force must hold, and no exclude rule may", () => {
    const rules = [
      { ...rule, id: "cheap", name: "Cheap only", kind: "eligible", when: "product.price < 600" },
      { ...rule, id: "bath", name: "Bath", kind: "eligible", when: `customer.city == "Bath"` },
      {
        ...rule,
        id: "no-2",
        name: "Not the second",
        kind: "exclude",
        when: `product.code == "P2" && context.channel == "email"`,
      },
    ] as const;
    expect(idsOf({ rules })).toEqual([1, 3, 4]);
    expect(idsOf({ rules }, { channel: "sms" })).toEqual([1, 2, 3]);
    expect(idsOf({ rules }, { customer: { attributes: { city: "Wells" } } })).toEqual([]);
    expect(why({ rules }, 6)).toMatchObject({
      cause: { code: "not_eligible", data: { ruleId: "cheap" }, words: `It does not meet "Cheap only".` },
    });
    expect(why({ rules }, 2)).toMatchObject({ cause: { code: "excluded", data: { ruleId: "no-2" } } });
    expect(why({ rules }, 1, { customer: { attributes: {} } })).toMatchObject({
      cause: { code: "not_eligible", data: { ruleId: "bath" } },
    });
  });

  it("a rule about customer and product together is asked for each pair", () => {
    const when = `did("purchase", {category: product.category}, 30) >= 1 && product.price > 100`;
    const events = [{ name: "purchase", at: now - DAY, properties: { category: "garden" } }];
    expect(idsOf({ rules: [{ ...rule, kind: "exclude", when }] }, { customer: { events } })).toEqual([1, 4, 5]);
    expect(idsOf({ rules: [{ ...rule, kind: "eligible", when }] }, { customer: { events } })).toEqual([2, 3]);
    const cheapOrFar = `product.price < 300 || customer.city == "Wells"`;
    expect(idsOf({ rules: [{ ...rule, kind: "eligible", when: cheapOrFar }] })).toEqual([1, 2]);
    expect(why({ rules: [{ ...rule, kind: "eligible", when }] }, 4, { customer: { events } })).toMatchObject({
      cause: { code: "not_eligible" },
    });
  });

  it("a rule holds in its slots and in its time alone", () => {
    const slots = [
      { name: "hero", size: 1 },
      { name: "body", size: 1 },
    ];
    const when = `product.code == "P1"`;
    expect(idsOf({ slots, rules: [{ ...rule, kind: "exclude", when, slots: ["hero"] }] })).toEqual([2, 1]);
    expect(idsOf({ slots, rules: [{ ...rule, kind: "exclude", when: `${when} && context.slot == "hero"` }] })).toEqual([
      2, 1,
    ]);
    expect(idsOf({ slots, rules: [{ ...rule, kind: "exclude", when, until: now }] })).toEqual([1, 2]);
    expect(idsOf({ slots, rules: [{ ...rule, kind: "exclude", when, from: now }] })).toEqual([2, 3]);
  });
});

describe("what is chosen", () => {
  it("the highest scores stand first, no product set twice over all slots", () => {
    expect(
      idsOf({
        slots: [
          { name: "hero", size: 2 },
          { name: "body", size: 9 },
        ],
      }),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("a click in a category moves it forward; what was shown lately steps back; a boost multiplies", () => {
    expect(idsOf({}, { scores: { affinityByCategory: { home: 0.9 } } })).toEqual([4, 5, 6]);
    expect(idsOf({}, { customer: { shownTimesById: new Map([[1, 3]]) } })).toEqual([2, 3, 4]);
    const rules = [
      { ...rule, kind: "boost", factor: 2, when: `product.category == "home" && customer.city == "Bath"` },
    ] as const;
    const [first] = itemsOf({ rules });
    expect(first).toMatchObject({ productId: 4, score: 1.2, rules: [{ id: "r", kind: "boost" }] });
  });

  it("a slot takes no more of one category than its limit", () => {
    const slots = [{ name: "body", size: 4, maxPerCategory: 1 }];
    expect(idsOf({ slots })).toEqual([1, 4]);
    expect(why({ slots }, 2)).toMatchObject({
      cause: { code: "category_full", data: { category: "garden", limit: 1 } },
    });
  });

  it("a pin takes its place whatever the score, the higher priority first, and never what may not be shown", () => {
    const pin = { ...rule, kind: "pin", position: 2 } as const;
    const rules = [
      { ...pin, id: "low", priority: 1, when: `product.code == "P5"` },
      { ...pin, id: "high", priority: 2, when: `product.category == "home" && product.price > 500` },
    ];
    expect(idsOf({ rules })).toEqual([1, 6, 2]);
    expect(itemsOf({ rules })[1]).toMatchObject({ reason: { code: "pinned", data: { ruleId: "high" } } });
    expect(idsOf({ rules }, { customer: { boughtIds: [6] } })).toEqual([1, 5, 2]);
    expect(why({ rules }, 3)).toMatchObject({ cause: { code: "displaced" } });
  });

  it("a promotion gets its share of places where enough match, rounded up, and no more than match", () => {
    const promote = (percent: number, when: string) => [{ ...rule, kind: "promote", percent, when }] as const;
    const home = `product.category == "home"`;
    expect(idsOf({ rules: promote(50, home) })).toEqual([1, 4, 5]);
    expect(itemsOf({ rules: promote(50, home) })[1]).toMatchObject({
      reason: { code: "promoted", words: `because "a rule" promotes it` },
    });
    expect(idsOf({ rules: promote(100, `product.code == "P6"`) })).toEqual([1, 2, 6]);
    expect(idsOf({ rules: promote(50, `product.category == "garden"`) })).toEqual([1, 2, 3]);
    expect(why({ rules: promote(50, home) }, 2)).toMatchObject({ cause: { code: "displaced" } });
  });

  it("what is outranked says by how many and with what scores", () => {
    expect(why({}, 6)).toMatchObject({
      kind: "not_chosen",
      cause: { code: "outranked", data: { ahead: 5, score: 0.4, lowestScore: 0.7 } },
    });
    expect(why({}, 1)).toMatchObject({ kind: "chosen", item: { productId: 1, position: 1 } });
    expect(why({}, 99)).toEqual({ kind: "unknown_product" });
  });
});

describe("why it is chosen", () => {
  const alone = { products: [product(1, "garden")], categoryWords: { garden: "garden tools" } };
  const reason = (scores: Partial<SelectionInput["scores"]>) =>
    itemsOf(alone, { scores: { byProductId: undefined, ...scores } })[0]?.reason;

  it("names what weighs most in the score, in words", () => {
    expect(reason({ affinityByCategory: { garden: 0.5 } })).toMatchObject({
      code: "affinity",
      words: "because of an interest in garden tools",
    });
    const at = Date.UTC(2026, 10, 17, 9);
    const signalByCategory = { garden: { kind: "purchase", at } } as const;
    expect(reason({ affinityByCategory: { garden: 0.5 }, signalByCategory })).toMatchObject({
      words: "because you bought from garden tools on 2026-11-17",
      data: { category: "garden", signal: "purchase", signalAt: at },
    });
    expect(reason({ byProductId: new Map([[1, 0.3]]) })).toMatchObject({ code: "predicted" });
    expect(reason({ popularityByProductId: new Map([[1, 0.3]]) })).toMatchObject({ code: "popular" });
    expect(reason({})).toMatchObject({ code: "range" });
  });
});

describe("chance", () => {
  const products = Array.from({ length: 40 }, (_, index) => product(index + 1, `c${index % 4}`));
  const flat = { scores: { byProductId: undefined } };

  it("equal scores are ordered by the seed: the same for one seed, another for another", () => {
    const order = (seed: number) => idsOf({ products }, { ...flat, seed });
    expect(order(1)).toEqual(order(1));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => order(seed).join())).size).toBeGreaterThan(3);
  });

  it("about the exploration share of places is a trial, marked as such, spread over what may be shown", () => {
    const rules = [{ ...rule, kind: "exclude", when: "product.price > 3000" }] as const;
    const slots = [{ name: "body", size: 4, explorationShare: 0.25 }];
    const selector = selectorOf({ products, rules, slots });
    const items = Array.from({ length: 500 }, (_, seed) => selector.select(occasion({ seed }))).flatMap(
      (made) => made.slots[0]?.items ?? [],
    );
    const trials = items.filter((item) => item.reason.code === "trial");
    expect(items).toHaveLength(2_000);
    expect(trials.length / items.length).toBeCloseTo(0.25, 1);
    expect(trials[0]?.reason.data).toEqual({ share: 0.25 });
    const tried = new Set(trials.map((item) => item.productId));
    expect([tried.size, Math.max(...tried)]).toEqual([30, 30]);
  });

  it("a share of 1 tries everywhere, a share of 0 nowhere, and neither shows what may not be shown", () => {
    const codes = (explorationShare: number) =>
      itemsOf(
        { products, slots: [{ name: "body", size: 5, explorationShare }] },
        { customer: { boughtIds: [1, 2] } },
      ).map((item) => item.reason.code);
    expect(new Set(codes(1))).toEqual(new Set(["trial"]));
    expect(codes(0)).not.toContain("trial");
  });
});

it("a selector that cannot be made names every fault: of rules with their place, of slots and of product sets", () => {
  const made = prepareSelector({
    products: [product(1, "garden"), product(1, "home")],
    rules: [
      { ...rule, id: "typo", kind: "eligible", when: "product.prise < 5" },
      { ...rule, id: "factor", kind: "boost", factor: 0, when: "true" },
      { ...rule, id: "percent", kind: "promote", percent: 101, when: "true" },
      { ...rule, id: "position", kind: "pin", position: 0, when: "true", slots: ["attic"] },
    ],
    slots: [
      { name: "body", size: 0 },
      { name: "body", size: 1, explorationShare: 2 },
    ],
    vocabulary,
  });
  expect(made.ok ? [] : made.error.map(({ of, id, message }) => `${of} ${id}: ${message}`)).toEqual([
    "slot body: A slot has 1 to 100 places.",
    "slot body: The exploration share is between 0 and 1.",
    "slot body: Two slots have this name.",
    "product 1: Two product sets have this id.",
    "rule factor: A boost's factor is above 0.",
    "rule percent: A promotion's percentage is above 0 and at most 100.",
    "rule position: There is no slot attic.",
    "rule typo: product has no field prise. Did you mean price?",
  ]);
  expect(made.ok ? [] : made.error.at(-1)?.at).toMatchObject({ start: 8, end: 13, line: 1, column: 9 });
});
