import type { Claim, ProfileColumn } from "#customers/facts/claim.ts";
import type { Fact } from "#customers/facts/fact.ts";
import type { ProfileStatement } from "#customers/facts/profile-statements.ts";
import type { ReadTraits } from "./read-traits.ts";
import type { JsonObject } from "./read-values.ts";

type PlainField = Exclude<keyof ProfileStatement, "attributes">;
type Spelt = readonly [column: ProfileColumn, field: PlainField];

const [FIRST_NAME, LAST_NAME, ZONE, BIRTH_ON]: readonly [Spelt, Spelt, Spelt, Spelt] = [
  ["first_name", "firstName"],
  ["last_name", "lastName"],
  ["zone", "zone"],
  ["birth_on", "birthOn"],
];

/** Where a trait goes, under each spelling that readTraits takes. */
const columns: ReadonlyMap<string, Spelt> = new Map<string, Spelt>([
  ["firstName", FIRST_NAME],
  ["first_name", FIRST_NAME],
  ["lastName", LAST_NAME],
  ["last_name", LAST_NAME],
  ["timezone", ZONE],
  ["zone", ZONE],
  ["birthday", BIRTH_ON],
  ["birth_on", BIRTH_ON],
  ["locale", ["locale", "locale"]],
  ["country", ["country", "country"]],
  ["email", ["email_hash", "email"]],
  ["phone", ["phone_hash", "phone"]],
]);

/** What the traits claim about a customer; `at` is where they stand in the item. */
export function claimsOfTraits(stated: JsonObject, traits: ReadTraits, at: string): Claim[] {
  const { profile, consents = [], demographics } = traits;
  return Object.keys(stated).flatMap((name): Claim[] => {
    if (name === "consent") return claimsOfConsents(consents).map((kind) => claim(kind, at, name));
    if (name === "demographics") return claimsOfDemographics(demographics, `${at}/${name}`);
    const [kind, field] = columns.get(name) ?? [];
    const value = field === undefined ? profile.attributes?.[name] : plainValue(profile[field]);
    return value === undefined ? [] : [{ ...claim(kind ?? `a_${name}`, at, name), value }];
  });
}

/** What an event claims beside that it happened. */
export function claimsOfEvent(fact: Fact): Claim[] {
  return [
    ...(mayTell(fact) ? [] : [claim("fact", "", "event")]),
    ...claimsOfDemographics(fact.demographics, "/properties/facts"),
  ];
}

/** What this house itself tells of: nobody's page can tell it. */
const ownNames: ReadonlySet<string> = new Set([
  "Form Submitted",
  "Account Activity Posted",
  "Advertising Refused",
  "Newsletter Chosen",
  "Newsletter Left",
  "Preferences Chosen",
]);

/**
 * The event without what only the vendor's own systems may tell: orders, returns, registrations and calls have ids of which
 * the first report stands, count as bought, and an operator reads them as the house's own record. Triggers and rules follow
 * events by their names, so such a one is not kept under its own.
 */
export function unconfirmed(fact: Fact): Fact {
  const plain = { ...fact, purchase: undefined, registration: undefined, note: undefined };
  return mayTell(fact) ? plain : { ...plain, name: `${fact.name} (unconfirmed)` };
}

/** A public key may tell of it under its name. */
function mayTell(fact: Fact): boolean {
  return !isOwnRecord(fact) && !ownNames.has(fact.name);
}

function isOwnRecord({ purchase, registration, note }: Fact): boolean {
  return purchase !== undefined || registration !== undefined || note !== undefined;
}

/**
 * Leave to receive is the vendor's own systems' to tell; leave to be followed may come with a new visitor, a withdrawal from
 * whom nobody knows by a code. What says the most is the claim: they stand at one place.
 */
function claimsOfConsents(consents: NonNullable<ReadTraits["consents"]>): Array<"fact" | "consent" | "withdrawal"> {
  const granted = consents.filter(({ state }) => state === "granted");
  if (granted.some(({ purpose }) => purpose === "receive")) return ["fact"];
  if (granted.length > 0) return ["consent"];
  return consents.length > 0 ? ["withdrawal"] : [];
}

function claimsOfDemographics(facts: Fact["demographics"] = [], at: string): Claim[] {
  return facts.map(({ name, value }) => ({ kind: "demographic", name, value, at: `${at}/${name}` }));
}

function claim(kind: Claim["kind"], at: string, name: string): Claim {
  return { kind, name: "", value: "", at: `${at}/${name}` };
}

function plainValue(value: ProfileStatement[PlainField]): string | undefined {
  return typeof value === "object" ? value.hash : value;
}
