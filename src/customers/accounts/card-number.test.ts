import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBand } from "./account-fields.ts";
import { hasCardNumber } from "./card-number.ts";

/** Test numbers that card schemes publish; none belongs to anybody. */
const published = [
  "4111111111111111",
  "5500005555555559",
  "378282246310005",
  "6011111111111117",
  "3530111333300000",
  "30569309025904",
  "4222222222222",
  "6304000000000000",
];

function withCheckDigit(digits: string): string {
  const passes = Array.from({ length: 10 }, (_, digit) => `${digits}${digit}`).filter(hasCardNumber);
  return passes[0] ?? "";
}

describe("a card's number", () => {
  it.each(published)("%s is known, alone, in groups and inside words", (number) => {
    const groups = number.match(/.{1,4}/g) ?? [];
    const written = [number, groups.join(" "), groups.join("-"), `card ${number}, please`, `x${number}x`];
    expect(written.filter((text) => !hasCardNumber(text))).toEqual([]);
  });

  it("is known with what is written beside it, and in every spelling of its digits", () => {
    const number = "4111111111111111";
    const arabic = number.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
    const wide = number.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const grouped = [".", "/", "_", ":", "\u00a0", "\u2010", "\u200b", ". "].map((mark) =>
      (number.match(/.{1,4}/g) ?? []).join(mark),
    );
    const written = [
      `${number} 123`,
      `12 ${number}`,
      `${number}-123`,
      "4111 1111 1111 1111 12/27",
      arabic,
      wide,
      ...grouped,
    ];
    expect(written.filter((text) => !hasCardNumber(text))).toEqual([]);
  });

  it("has one check digit of ten, and 13 to 19 digits", () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 });
    fc.assert(
      fc.property(digits, (drawn) => {
        const number = withCheckDigit(drawn.join(""));
        expect(number).toHaveLength(drawn.length + 1);
        const others = Array.from(
          { length: 9 },
          (_, step) => `${number.slice(0, -1)}${(Number(number.at(-1)) + step + 1) % 10}`,
        );
        expect(others.filter(hasCardNumber)).toEqual([]);
      }),
    );
  });

  it("is none where digits are too few, too many or parted by letters", () => {
    const others = [
      "",
      "4111",
      "4111111111",
      "41111111111111111111111111",
      "411111111111a1111",
      "DE89370400440532013000",
    ];
    expect(others.filter(hasCardNumber)).toEqual([]);
  });
});

describe("a band", () => {
  it("is a range or a word", () => {
    const bands = [
      "2000-5000",
      "2000–5000",
      "under 1000",
      "<1000",
      "5000+",
      "low",
      "A",
      "2 000 to 5 000",
      "unter 1.000 €",
    ];
    expect(bands.filter((text) => !isBand(text))).toEqual([]);
  });

  it("is no sum, however it is written", () => {
    const sums = ["5000", "5,000.00", "5 000,00", "€5000", "5000 €", "EUR 5000", "5000 GBP", "-120.50", "5'000", " 7 "];
    expect(sums.filter(isBand)).toEqual([]);
  });
});
