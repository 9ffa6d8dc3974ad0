import type { AttributeDefinition } from "#customers/attributes.ts";
import { USUAL_ADDRESS_FIELDS as FIELDS } from "#customers/postal/address-fields.ts";
import { isObject, type JsonObject } from "./read-values.ts";

/** The members of Segment's `address` trait, and the attributes that a postal address is made of where nobody says otherwise. */
const attributeOf: ReadonlyMap<string, string> = new Map([
  ["street", FIELDS.line1],
  ["street2", FIELDS.line2],
  ["city", FIELDS.city],
  ["state", FIELDS.region],
  ["postalCode", FIELDS.postcode],
  ["postal_code", FIELDS.postcode],
]);

/**
 * The traits with an `address` as the Segment specification has it taken apart: into the attributes that the vendor declared for
 * it, and the country. What nobody declared stays in the object; an attribute that is called `address` is one.
 */
export function withAddress(traits: JsonObject, attributes: ReadonlyMap<string, AttributeDefinition>): JsonObject {
  const { address, ...others } = traits;
  if (!isObject(address) || attributes.has("address")) return traits;
  const told: Record<string, unknown> = {};
  const left: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(address)) {
    const name = member === "country" && isCountryCode(value) ? "country" : (attributeOf.get(member) ?? "");
    if (name === "country" || attributes.has(name)) told[name] = value;
    else left[member] = value;
  }
  // What is said by itself outweighs what is said in the object.
  return { ...told, ...others, ...(Object.keys(left).length === 0 ? {} : { address: left }) };
}

function isCountryCode(value: unknown): boolean {
  return typeof value === "string" && /^[A-Za-z]{2}$/.test(value);
}
