import { describe, expect, it } from "vitest";
import type { ProductSet } from "./product.ts";
import { prepareSelector, type SelectorSettings } from "./select.ts";
import type { Foretold, SelectionInput } from "./selection.ts";

const product = (id: number, category: string): ProductSet => ({
  id,
  code: `P${id}`,
  category,
  priceMinor: 100,
  currency: "GBP",
  tags: [],
  attributes: {},
});
const products = [product(1, "seeds"), product(2, "tools"), product(3, "books"), product(4, "bath")];

const foretold = new Map<string, Foretold>([
  ["seeds", { score: 0.5, isNew: false, words: "bought 3 times", prediction: "next_category" }],
  ["tools", { score: 0.2, isNew: true, words: "goes with seeds", prediction: "next_category" }],
  ["books", { score: 0.3, isNew: true, words: "bought by many", prediction: "next_category" }],
]);

type Slots = SelectorSettings["slots"];

function selector(slots: Slots, rules: SelectorSettings["rules"] = []) {
  const made = prepareSelector({
    products,
    rules,
    slots,
    vocabulary: { customer: {}, product: {}, context: {}, scores: new Set(["activity"]) },
  });
  if (!made.ok) throw new Error(made.error.map(({ message }) => message).join(" "));
  return made.value;
}

function occasion(
  given: Partial<SelectionInput["scores"]> = {},
  scoreByCode?: ReadonlyMap<string, number>,
): SelectionInput {
  return {
    customer: { attributes: {}, events: [], boughtIds: [], scoreByCode },
    // She likes the bath most of all, and nothing foretells that she buys from it.
    scores: { affinityByCategory: { bath: 0.9 }, foretoldByCategory: foretold, ...given },
    nowMs: Date.UTC(2026, 10, 22, 9),
    date: "2026-11-22",
    channel: "email",
    locale: "en",
    occurrence: "2026-11-22",
    seed: 1,
  };
}

const next: Slots = [{ name: "next", size: 3, choose: "next" }];
const opportunity: Slots = [{ name: "new_opportunity", size: 3, choose: "new_opportunity" }];
const itemsOf = (slots: Slots, input: SelectionInput) =>
  selector(slots)
    .select(input)
    .slots.flatMap(({ items }) => items);
const codesOf = (slots: Slots, input: SelectionInput) => itemsOf(slots, input).map(({ code }) => code);

describe("what is foretold", () => {
  it("a slot for what she buys next shows that alone, the likeliest first", () => {
    expect(codesOf(next, occasion())).toEqual(["P1", "P3", "P2"]);
  });

  it("a slot for new opportunities shows what she never had", () => {
    expect(codesOf(opportunity, occasion())).toEqual(["P3", "P2"]);
  });

  it("each item says what foretold it, how surely, and why", () => {
    const [first] = itemsOf(opportunity, occasion());
    expect(first?.reason).toEqual({
      code: "predicted",
      words: "because books may be new to you: bought by many",
      data: { part: 0.3, prediction: "next_category", score: 0.3, isNew: 1, why: "bought by many" },
    });
    expect(itemsOf(next, occasion())[0]?.reason.words).toBe("because you may well buy from seeds next: bought 3 times");
  });

  it("what was left out for it can be asked for", () => {
    expect(selector(opportunity).explain(occasion(), 1)).toMatchObject({
      kind: "not_chosen",
      cause: { code: "not_foretold" },
    });
    expect(selector(next).explain(occasion(), 4)).toMatchObject({
      kind: "not_chosen",
      cause: { code: "not_foretold" },
    });
  });

  it("where nothing is foretold of her, the slot is like any other", () => {
    expect(codesOf(next, occasion({ foretoldByCategory: undefined }))[0]).toBe("P4");
    const onlyOld = new Map([["seeds", { score: 0.5, isNew: false, words: "", prediction: "next_category" }]]);
    expect(codesOf(opportunity, occasion({ foretoldByCategory: onlyOld }))).toContain("P4");
  });

  it("elsewhere a chance is a part of the score, beside what she likes", () => {
    const any: Slots = [{ name: "body", size: 4 }];
    expect(codesOf(any, occasion())).toEqual(["P4", "P1", "P3", "P2"]);
    const byCode = new Map([["P2", { score: 0.95, isNew: false, words: "", prediction: "next_item" }]]);
    expect(codesOf(any, occasion({ foretoldByCode: byCode }))[0]).toBe("P2");
  });

  it("a rule asks for a score, and does not hold where there is none", () => {
    const rules = [
      {
        id: "r",
        name: "likely",
        priority: 0,
        kind: "exclude",
        when: `product.category == "bath" && score("activity") > 0.6`,
      },
    ] as const;
    const any: Slots = [{ name: "body", size: 1 }];
    const first = (score?: number) =>
      selector(any, rules).select(occasion({}, score === undefined ? undefined : new Map([["activity", score]])))
        .slots[0]?.items[0]?.code;
    expect([first(), first(0.5), first(0.7)]).toEqual(["P4", "P4", "P1"]);
  });
});
