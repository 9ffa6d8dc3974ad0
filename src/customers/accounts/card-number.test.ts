import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CARD_NUMBER_REFUSED, hasCardNumber, maskCardNumbers } from "./card-number.ts";
import { maskRefused } from "./mask-refused.ts";

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

describe("a text without cards' numbers", () => {
  const wide = (number: string) => number.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

  it("keeps all its words, and of each number the last four digits", () => {
    const said = `She read 4111 1111 1111 1111 and ${wide("5500005555555559")}, expires 12/27; order 4711.`;
    const masked = maskCardNumbers(said);
    expect(masked).toBe("She read •••• •••• •••• 1111 and ••••••••••••5559, expires 12/27; order 4711.");
    expect(maskCardNumbers("Order 4711 came late, see 2026-11-22.")).toBe("Order 4711 came late, see 2026-11-22.");
  });

  it("holds none, whatever stands around it", () => {
    const piece = fc.oneof(fc.constantFrom(...published), fc.string(), fc.integer().map(String));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), fc.constantFrom("", " ", "-", ". "), (pieces, mark) => {
        expect(hasCardNumber(maskCardNumbers(pieces.join(mark)))).toBe(false);
      }),
    );
  });
});

describe("what was refused, as it is kept", () => {
  it("holds no card's number where that was the reason, and keeps codes that are sent again where it was not", () => {
    const fields = ["4111111111111111", "ORD-4222222222222", "paid with 4111 1111 1111 1111", "4006381333931"];
    expect(maskRefused(fields, { reasons: ["This is no date."] })).toEqual([
      "••••••••••••1111",
      "ORD-4222222222222",
      "paid with •••• •••• •••• 1111",
      "4006381333931",
    ]);
    const item = {
      userId: 4_111_111_111_111_111,
      sentAt: 1_732_281_234_567,
      traits: { tags: ["4111-1111-1111-1111"] },
    };
    const kept = maskRefused(item, { reasons: [CARD_NUMBER_REFUSED] });
    expect(kept).toEqual({
      userId: "••••••••••••1111",
      sentAt: 1_732_281_234_567,
      traits: { tags: ["••••-••••-••••-1111"] },
    });
  });
});
