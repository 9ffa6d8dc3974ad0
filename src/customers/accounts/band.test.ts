import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBand } from "./band.ts";

describe("a band", () => {
  it.each([
    "2000-5000",
    "2000–5000",
    "2 000 to 5 000",
    "between 2,000 and 5,000",
    "£1000-1999.99",
    "1.001 bis 2.000 €",
    "0-500",
    "-500 to 0",
    "12500-15000",
    "2k-5k",
    "18-24 months",
    "high (20000-50000)",
    "950-1000",
    "under 1000",
    "<1000",
    "≤ 2.500",
    "5000+",
    "unter 1.000 €",
    "more than 250000",
    "10 000 et plus",
    "EUR5000+",
    "low",
    "A",
    "A1",
    "gold",
    "second quarter",
  ])("is a word or a range: %s", (text) => {
    expect(isBand(text)).toBe(true);
  });

  it.each([
    "5000",
    "5,000.00",
    "5 000,00",
    "€5000",
    "5000 €",
    "EUR 5000",
    "EUR5000",
    "5000 GBP",
    "-120.50",
    "5'000",
    " 7 ",
    "2417",
    "balance 2417",
    "2417-2417",
    "2417 to 2418",
    "about 2400",
    "low 2000",
    "2000 (low)",
    "x2417x",
    "２４１７",
    "under 2417",
    "2417+",
    "> 2,417.00",
    "2417 of 5000",
    "2000-2417",
    "2000-2000",
    "100000-100500",
    "2417 2000-5000",
    "over the limit: 2000",
    "2417±5",
    "٢٤١٧",
  ])("is no sum, whatever stands beside it: %s", (text) => {
    expect(isBand(text)).toBe(false);
  });

  it("is never one figure of three digits that count, in whatever words", () => {
    const figure = fc.integer({ min: 101, max: 9_999_999 }).filter((sum) => !/^(?:\d{1,2}|\d\d5)0*$/.test(String(sum)));
    const word = fc.constantFrom("under", "balance", "<", "", "is", "EUR", "up to", "+", "low,", "of");
    fc.assert(
      fc.property(figure, word, word, (sum, before, behind) => {
        expect(isBand(`${before} ${sum} ${behind}`)).toBe(false);
        expect(isBand(`${sum}-${sum + 1}`), "nor a range of one").toBe(false);
      }),
    );
  });
});
