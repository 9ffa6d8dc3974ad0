import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attributePurchase, type AttributableClick } from "./attribution.ts";

const day = 86_400_000;
const at = 100 * day;
const purchase = { at, productId: "rake", category: "garden" };
const click = (clickId: string, change: Partial<AttributableClick> = {}): AttributableClick => ({
  clickId,
  messageNumber: 1,
  at: at - day,
  ...change,
});

describe("the credit for a purchase", () => {
  it("goes to the last click in the window", () => {
    const clicks = [
      click("a", { at: at - 3 * day }),
      click("b", { at: at - 2 * day }),
      click("c", { at: at - 15 * day }),
    ];
    expect(attributePurchase(purchase, clicks)).toEqual({
      clickId: "b",
      messageNumber: 1,
      basis: "message",
      lagMs: 2 * day,
    });
  });

  it("goes to the same product before the same category, and to the category before a later click on something else", () => {
    const product = click("p", { at: at - 9 * day, productId: "rake", category: "garden" });
    const category = click("c", { at: at - 5 * day, productId: "hose", category: "garden" });
    const other = click("o", { at: at - 1, productId: "lamp", category: "home" });
    expect(attributePurchase(purchase, [other, category, product])?.clickId).toBe("p");
    expect(attributePurchase(purchase, [other, category])).toMatchObject({ clickId: "c", basis: "category" });
  });

  it("goes to nobody without a click, before one, after the window, or for another thing where that is not wanted", () => {
    expect(attributePurchase(purchase, [])).toBeUndefined();
    expect(attributePurchase(purchase, [click("late", { at: at + 1 })])).toBeUndefined();
    expect(attributePurchase(purchase, [click("old", { at: at - 14 * day - 1 })])).toBeUndefined();
    expect(attributePurchase(purchase, [click("x")], { creditsOtherClicks: false })).toBeUndefined();
  });

  it("counts a click at the very instant and at the very edge of the window", () => {
    expect(attributePurchase(purchase, [click("now", { at })])?.lagMs).toBe(0);
    expect(attributePurchase(purchase, [click("edge", { at: at - 7 * day })], { windowMs: 7 * day })?.clickId).toBe(
      "edge",
    );
  });

  it("does not take two unknown categories for the same", () => {
    expect(attributePurchase({ at, productId: "rake" }, [click("x")])).toMatchObject({ basis: "message" });
  });

  it("does not depend on the order of the clicks", () => {
    const some = fc.uniqueArray(
      fc.record({
        clickId: fc.string({ minLength: 1, maxLength: 2 }),
        messageNumber: fc.nat(3),
        at: fc.integer({ min: at - 3, max: at + 1 }),
        productId: fc.constantFrom("rake", "hose"),
        category: fc.constantFrom("garden", "home"),
      }),
      { selector: ({ clickId }) => clickId },
    );
    fc.assert(
      fc.property(some, (clicks) => {
        expect(attributePurchase(purchase, [...clicks].reverse())).toEqual(attributePurchase(purchase, clicks));
      }),
    );
  });
});
