import { z } from "zod";

const attribute = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "Expected the name of a declared attribute.");

/** Which declared attributes make up a customer's postal address. */
export const addressFieldsSchema = z
  .strictObject({
    line1: attribute.default("address_line1").describe("Street and number, or a box."),
    line2: attribute.default("address_line2").describe("What else finds the door: a flat, a building, care of."),
    city: attribute.default("address_city"),
    region: attribute.default("address_region").describe("A state or province, as it is written on mail."),
    postcode: attribute.default("address_postcode"),
  })
  .describe("Declared attributes of texts that together are the postal address; one that is not declared is empty.");

export type AddressFields = z.output<typeof addressFieldsSchema>;

export const USUAL_ADDRESS_FIELDS: AddressFields = addressFieldsSchema.parse({});

/** How postal addresses are put together. */
export type PostalRule = {
  readonly fields: AddressFields;
  /** Where customers live of whom no country is known (ISO 3166-1). */
  readonly homeCountry: string;
};
