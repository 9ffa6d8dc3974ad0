import { describe, expect, it } from "vitest";
import { minorUnitsOf } from "./minor-units.ts";

describe("minorUnitsOf", () => {
  it("rounds the decimal that was written, not its binary neighbour", () => {
    expect([1.005, "1.005", 8.345, 0.145, 1.0049].map((value) => minorUnitsOf(value, "EUR"))).toEqual([
      101, 101, 835, 15, 100,
    ]);
  });

  it("knows how many digits a currency has", () => {
    expect(["EUR", "JPY", "KWD"].map((currency) => minorUnitsOf(12.5, currency))).toEqual([1250, 13, 12500]);
  });

  it("takes back money with a minus", () => {
    expect([minorUnitsOf("-3.5", "EUR"), minorUnitsOf("-0.00", "EUR")]).toEqual([-350, 0]);
  });

  it("refuses what is no plain decimal", () => {
    const strange = ["", "12,50", "1e3", Number.NaN, Infinity, 1e21, "99999999999999.999", null, {}, " 1", "$1"];
    expect(strange.filter((value) => minorUnitsOf(value, "EUR") !== undefined)).toEqual([]);
  });
});
