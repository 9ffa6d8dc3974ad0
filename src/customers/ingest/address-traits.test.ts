import { describe, expect, it } from "vitest";
import type { AttributeDefinition } from "#customers/attributes.ts";
import { withAddress } from "./address-traits.ts";

const declared = (...names: readonly string[]) =>
  new Map(
    names.map((name): [string, AttributeDefinition] => [name, { name, type: "string", label: name, visibleTo: [] }]),
  );
const usual = declared("address_line1", "address_city", "address_region", "address_postcode");
const address = { street: "12 High Street", city: "Springfield", state: "IL", postalCode: "62701", country: "us" };

describe("an address as Segment has it", () => {
  it("fills the attributes that a postal address is made of, and the country", () => {
    expect(withAddress({ plan: "x", address }, usual)).toEqual({
      plan: "x",
      address_line1: "12 High Street",
      address_city: "Springfield",
      address_region: "IL",
      address_postcode: "62701",
      country: "us",
    });
  });

  it("outweighs nothing that is said by itself, and keeps what nobody declared", () => {
    const traits = { address: { ...address, country: "United States", floor: 3 }, address_city: "Shelbyville" };
    expect(withAddress(traits, usual)).toMatchObject({
      address_city: "Shelbyville",
      address: { country: "United States", floor: 3 },
    });
  });

  it("is left alone where it is no object, or an attribute of the vendor's is called so", () => {
    expect(withAddress({ address: "12 High Street" }, usual)).toEqual({ address: "12 High Street" });
    expect(withAddress({ address }, declared("address"))).toEqual({ address });
    expect(withAddress({ address }, new Map())).toEqual({ country: "us", address: { ...address, country: undefined } });
  });
});
