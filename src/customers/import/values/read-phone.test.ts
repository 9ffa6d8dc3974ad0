import fc from "fast-check";
import { getCountries, getCountryCallingCode } from "libphonenumber-js";
import { describe, expect, it } from "vitest";
import { normalisePhone } from "#customers/normalise-identity.ts";
import { FieldFault } from "./field-fault.ts";
import { phoneReader } from "./read-phone.ts";

describe("a phone number in a file", () => {
  const read = phoneReader("GB");

  it("is what it is at every other door, for every calling code, length and leading digit", () => {
    const calling = fc.constantFrom(...new Set(getCountries().map((country) => getCountryCallingCode(country))));
    const digits = fc.string({
      unit: fc.constantFrom("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
      minLength: 3,
      maxLength: 13,
    });
    fc.assert(
      fc.property(calling, digits, (code, rest) => {
        const found = read(`+${code}${rest}`);
        expect(found instanceof FieldFault ? undefined : found).toBe(normalisePhone(`+${code}${rest}`, "GB"));
      }),
      { numRuns: 5_000 },
    );
  });

  it("is of the vendor's country without a calling code, and refused with a hint where a spreadsheet shortened it", () => {
    expect(read("020 7946 0958")).toBe("+442079460958");
    expect(read("5.55555E+09")).toMatchObject({ reason: expect.stringContaining("exponent") as string });
    expect(read("12")).toBeInstanceOf(FieldFault);
  });
});
