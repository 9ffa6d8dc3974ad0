import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProductSet } from "./product.ts";
import { prepareSelector, type SelectorSettings } from "./select.ts";
import type { SelectionInput, Slot } from "./selection.ts";
import type { VendorRule } from "./vendor-rule.ts";

const now = 1_000_000;
const vocabulary = { customer: { city: "string" }, product: {}, context: {} } as const;
const categories = ["a", "b", "c"];

const products: fc.Arbitrary<ProductSet[]> = fc.uniqueArray(
  fc.record({
    id: fc.nat(60),
    code: fc.constantFrom("x", "y", "z"),
    category: fc.constantFrom(...categories),
    priceMinor: fc.nat(9),
    currency: fc.constant("GBP"),
    tags: fc.subarray(["t", "u"]),
    attributes: fc.constant({}),
    validUntil: fc.option(fc.integer({ min: now - 1, max: now + 1 }), { nil: undefined }),
    stock: fc.option(fc.nat(1), { nil: undefined }),
    isRepurchasable: fc.boolean(),
  }),
  { selector: (product) => product.id, maxLength: 30 },
);

const conditions = fc.constantFrom(
  "product.price < 6",
  `"t" in product.tags`,
  `product.category == "a" && customer.city == "Bath"`,
  `customer.city == "Bath"`,
  `affinity(product.category) > 0.3`,
  `affinity(product.category) > 0.3 && product.price > 2 || context.slot == "one"`,
  `did("seen", {code: product.code}) > 0 && "u" in product.tags`,
  "true",
);

const settings: fc.Arbitrary<readonly VendorRule[]> = fc
  .array(
    fc.record({
      when: conditions,
      slots: fc.option(fc.constant(["one"]), { nil: undefined }),
      priority: fc.nat(2),
      kind: fc.nat(4),
      size: fc.integer({ min: 1, max: 4 }),
    }),
    { maxLength: 6 },
  )
  .map((given) =>
    given.map(({ when, slots, priority, kind, size }, index): VendorRule => {
      const frame = { id: `r${index}`, name: `rule ${index}`, when, slots, priority };
      if (kind === 0) return { ...frame, kind: "eligible" };
      if (kind === 1) return { ...frame, kind: "exclude" };
      if (kind === 2) return { ...frame, kind: "boost", factor: size / 2 };
      return kind === 3 ? { ...frame, kind: "pin", position: size } : { ...frame, kind: "promote", percent: size * 25 };
    }),
  );

const promotions = fc.record({ when: conditions, percent: fc.integer({ min: 1, max: 100 }) });

const slots = fc
  .record({
    first: fc.integer({ min: 1, max: 5 }),
    limit: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    share: fc.constantFrom(0, 0.3, 1),
  })
  .map(({ first, limit, share }): readonly Slot[] => [
    { name: "one", size: first, maxPerCategory: limit, explorationShare: share },
    { name: "two", size: 3 },
  ]);

const inputs: fc.Arbitrary<SelectionInput> = fc.record({
  customer: fc.record({
    attributes: fc.constantFrom({ city: "Bath" }, { city: "Wells" }, {}),
    events: fc.array(
      fc.record({
        name: fc.constant("seen"),
        at: fc.constant(now),
        properties: fc.record({ code: fc.constantFrom("x", "y") }),
      }),
      { maxLength: 2 },
    ),
    boughtIds: fc.array(fc.nat(60), { maxLength: 10 }),
  }),
  scores: fc.record({
    affinityByCategory: fc.record({ a: fc.constantFrom(0, 0.2, 0.5), b: fc.constantFrom(0, 0.2, 0.5) }),
    byProductId: fc.array(fc.tuple(fc.nat(60), fc.nat(3))).map((scores) => new Map(scores)),
  }),
  nowMs: fc.constant(now),
  date: fc.constant("2026-11-22"),
  channel: fc.constant("email"),
  locale: fc.constant("en"),
  occurrence: fc.constant("o"),
  seed: fc.nat(),
});

const worlds = fc.record({ products, rules: settings, slots, vocabulary: fc.constant(vocabulary) });

function selectorOf(world: SelectorSettings) {
  const made = prepareSelector(world);
  if (!made.ok) throw new Error(made.error.map((fault) => fault.message).join(" "));
  return made.value;
}

describe("every selection, whatever the catalogue, the rules and the customer", () => {
  it("shows nothing twice, nothing bought, sold out or expired, nothing against a rule, and keeps to the category limit", () => {
    fc.assert(
      fc.property(worlds, inputs, (world, input) => {
        const selector = selectorOf(world);
        const { slots: filled } = selector.select(input);
        const items = filled.flatMap((slot) => slot.items);
        expect(new Set(items.map((item) => item.productId)).size).toBe(items.length);
        for (const item of items) {
          const found = world.products.find((product) => product.id === item.productId);
          expect(found?.isRepurchasable || !input.customer.boughtIds.includes(item.productId)).toBe(true);
          expect(found?.stock).not.toBe(0);
          expect(found?.validUntil ?? Infinity).toBeGreaterThan(now);
          expect(selector.explain(input, item.productId)).toEqual({ kind: "chosen", item });
        }
        for (const [place, slot] of filled.entries()) {
          expect(slot.items.map((item) => item.position)).toEqual(slot.items.map((_, index) => index + 1));
          expect(slot.items.length).toBeLessThanOrEqual(world.slots[place]?.size ?? 0);
          for (const category of categories) {
            const free = slot.items.filter(
              (item) =>
                item.reason.code !== "pinned" &&
                world.products.find((product) => product.id === item.productId)?.category === category,
            );
            expect(free.length).toBeLessThanOrEqual(world.slots[place]?.maxPerCategory ?? Infinity);
          }
        }
      }),
    );
  });

  it("obeys every eligible and exclude rule, as a selector with that rule alone sees it", () => {
    fc.assert(
      fc.property(worlds, inputs, (world, input) => {
        const chosen = selectorOf(world).select(input).slots;
        for (const rule of world.rules.filter(({ kind }) => kind === "eligible" || kind === "exclude")) {
          const alone = selectorOf({
            ...world,
            rules: [rule],
            slots: world.slots.map(({ name }) => ({ name, size: 100 })),
          });
          for (const { slot, items } of chosen) {
            const here = {
              ...world,
              rules: [rule],
              slots: [
                { name: "one", size: 100 },
                { name: "two", size: 100 },
              ].filter(({ name }) => name === slot),
            };
            const isHere = rule.slots === undefined || rule.slots.includes(slot);
            const allowed = isHere
              ? selectorOf({ ...here, rules: [{ ...rule, slots: undefined }] }).select(input).slots
              : alone.select(input).slots;
            const ids = new Set(allowed.flatMap((one) => one.items.map((item) => item.productId)));
            expect(items.filter((item) => !ids.has(item.productId))).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is the same again, and the same whatever the order of products and rules", () => {
    fc.assert(
      fc.property(worlds, inputs, inputs, (world, input, other) => {
        const selector = selectorOf(world);
        const first = selector.select(input);
        selector.select(other);
        expect(selector.select(input)).toEqual(first);
        const turned = { ...world, products: world.products.toReversed(), rules: world.rules.toReversed() };
        expect(selectorOf(turned).select(input)).toEqual(first);
      }),
    );
  });

  it("is a plain sort by score where no rule places anything and nothing is tried", () => {
    fc.assert(
      fc.property(worlds, inputs, (world, input) => {
        const rules = world.rules.filter(({ kind }) => kind !== "pin" && kind !== "promote");
        const one = { name: "one", size: 100 };
        const [whole] = selectorOf({ ...world, rules, slots: [one] }).select(input).slots;
        const ranked = whole?.items ?? [];
        expect(ranked.map((item) => item.score)).toEqual(ranked.map((item) => item.score).toSorted((a, b) => b - a));
        const [few] = selectorOf({ ...world, rules, slots: [{ ...one, size: 3 }] }).select(input).slots;
        expect(few?.items).toEqual(ranked.slice(0, 3));
      }),
    );
  });

  it("gives a promotion its share, or all that match", () => {
    fc.assert(
      fc.property(products, inputs, promotions, (catalogue, input, { when, percent }) => {
        const world = { products: catalogue, vocabulary };
        const frame = { id: "p", name: "p", priority: 0, when } as const;
        const size = 5;
        const [shown] = selectorOf({
          ...world,
          slots: [{ name: "one", size }],
          rules: [{ ...frame, kind: "promote", percent }],
        }).select(input).slots;
        const [matching] = selectorOf({
          ...world,
          slots: [{ name: "one", size: 100 }],
          rules: [{ ...frame, kind: "eligible" }],
        }).select(input).slots;
        const matches = new Set(matching?.items.map((item) => item.productId));
        const count = shown?.items.filter((item) => matches.has(item.productId)).length;
        expect(count).toBeGreaterThanOrEqual(Math.min(Math.ceil((size * percent) / 100), matches.size));
      }),
    );
  });

  it("explains every product set that was not chosen, and never says of one that nothing kept it out", () => {
    fc.assert(
      fc.property(worlds, inputs, (world, input) => {
        const selector = selectorOf(world);
        const isPlain =
          world.rules.every(({ kind }) => kind !== "pin" && kind !== "promote") &&
          world.slots.every((slot) => (slot.explorationShare ?? 0) === 0);
        const chosen = new Set(
          selector.select(input).slots.flatMap((slot) => slot.items.map((item) => item.productId)),
        );
        for (const { id } of world.products) {
          const explained = selector.explain(input, id);
          expect(explained.kind).toBe(chosen.has(id) ? "chosen" : "not_chosen");
          const refused = explained.kind === "not_chosen" ? explained : undefined;
          expect(refused?.cause.words).not.toBe("");
          const codes = refused?.bySlot.map(({ cause }) => cause.code) ?? [];
          expect(isPlain && codes.includes("displaced")).toBe(false);
        }
      }),
    );
  });
});
