import { isZone } from "#kernel/calendar.ts";
import type { Secret } from "#kernel/secret.ts";
import { pointerKey } from "#web/pointer-key.ts";
import { type AttributeDefinition, attributeFault } from "#customers/attributes.ts";
import type { ConsentStatement, DemographicFact } from "#customers/facts/fact.ts";
import type { AttributeValue, ProfileStatement } from "#customers/facts/profile-statements.ts";
import { emailIdentity, phoneIdentity } from "#customers/normalise-identity.ts";
import {
  BIRTH_DATE_REFUSED,
  COUNTRY_REFUSED,
  isBirthDate,
  isCountry,
  isPersonName,
  NAME_REFUSED,
} from "#customers/person-values.ts";
import { withAddress } from "./address-traits.ts";
import { answerOf } from "./read-answers.ts";
import { readConsents } from "./read-consents.ts";
import { blame, isObject, type JsonObject, type Place, wordsOf } from "./read-values.ts";

export type TraitContext = {
  /** epoch ms */
  readonly receivedAt: number;
  readonly secret: Secret;
  readonly defaultCountry: string;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
};

export type ReadTraits = {
  readonly profile: ProfileStatement;
  readonly consents: readonly ConsentStatement[] | undefined;
  readonly demographics: readonly DemographicFact[] | undefined;
  /** Traits that nobody declared: kept with the event and nowhere else. */
  readonly undeclared: JsonObject;
};

type Draft = {
  readonly profile: { -readonly [Field in keyof ProfileStatement]: ProfileStatement[Field] };
  readonly attributes: Record<string, AttributeValue>;
  consents: readonly ConsentStatement[] | undefined;
  demographics: readonly DemographicFact[] | undefined;
  readonly undeclared: Record<string, unknown>;
};

type TraitReader = (draft: Draft, value: unknown, context: TraitContext & { readonly place: Place }) => void;

const MAX_NAME = 200;

/** The traits of the Segment specification that have a column, under both spellings that clients use. */
const readers: ReadonlyMap<string, TraitReader> = new Map<string, TraitReader>([
  ...both("firstName", "first_name", (draft, value, { place }) => setName(draft, "firstName", { value, place })),
  ...both("lastName", "last_name", (draft, value, { place }) => setName(draft, "lastName", { value, place })),
  ...both("timezone", "zone", (draft, value, { place }) => {
    if (typeof value === "string" && isZone(value)) draft.profile.zone = value;
    else blame(place, "", "This is no IANA time zone.");
  }),
  ...both("birthday", "birth_on", (draft, value, { place, receivedAt }) => {
    const date = typeof value === "string" ? value.slice(0, 10) : "";
    if (isBirthDate(date, receivedAt)) draft.profile.birthOn = date;
    else blame(place, "", BIRTH_DATE_REFUSED);
  }),
  [
    "email",
    (draft, value, { secret, place }) => {
      const identity = typeof value === "string" ? emailIdentity(secret, value) : undefined;
      if (identity === undefined) blame(place, "", "This is no bare e-mail address.");
      else draft.profile.email = identity;
    },
  ],
  [
    "phone",
    (draft, value, context) => {
      const identity = typeof value === "string" ? phoneIdentity(context, value) : undefined;
      if (identity === undefined) blame(context.place, "", "This can be no phone number.");
      else draft.profile.phone = identity;
    },
  ],
  [
    "locale",
    (draft, value, { place }) => {
      const locale = localeOf(value);
      if (locale === undefined) blame(place, "", "This is no language tag (BCP 47).");
      else draft.profile.locale = locale;
    },
  ],
  [
    "country",
    (draft, value, { place }) => {
      // Clients of the protocol may write a country's whole name: kept with the event, it is no fault.
      if (typeof value !== "string" || !/^[A-Za-z]{2}$/.test(value)) draft.undeclared["country"] = value;
      else if (isCountry(value.toUpperCase())) draft.profile.country = value.toUpperCase();
      else blame(place, "", COUNTRY_REFUSED);
    },
  ],
  [
    "consent",
    (draft, value, { place }) => {
      draft.consents = readConsents(value, place);
    },
  ],
  [
    "demographics",
    (draft, value, { place }) => {
      draft.demographics = readDemographics(value, place);
    },
  ],
]);

/** Names that no declared attribute may take. */
export const profileTraits: ReadonlySet<string> = new Set(readers.keys());

/** Sorts traits into columns, consent and demographic facts. A trait that is null says nothing. */
export function readTraits(given: JsonObject, context: TraitContext, place: Place): ReadTraits {
  const draft: Draft = { profile: {}, attributes: {}, consents: undefined, demographics: undefined, undeclared: {} };
  const traits = withAddress(given, context.attributes);
  for (const name of Object.keys(traits)) {
    const value = traits[name];
    if (value == null) continue;
    const reader = readers.get(name);
    const definition = reader === undefined ? context.attributes.get(name) : undefined;
    if (reader !== undefined) {
      reader(draft, value, { ...context, place: { pointer: `${place.pointer}/${name}`, faults: place.faults } });
    } else if (definition === undefined) {
      draft.undeclared[name] = value;
    } else {
      readAttribute(draft, { definition, value }, place);
    }
  }
  if (Object.keys(draft.attributes).length > 0) draft.profile.attributes = draft.attributes;
  return draft;
}

function readAttribute(
  draft: Draft,
  { definition, value }: { readonly definition: AttributeDefinition; readonly value: unknown },
  place: Place,
): void {
  const fault = attributeFault(definition, value);
  if (fault === undefined) draft.attributes[definition.name] = value as AttributeValue;
  else blame(place, `/${definition.name}`, fault);
}

function both(first: string, second: string, reader: TraitReader): ReadonlyArray<readonly [string, TraitReader]> {
  return [
    [first, reader],
    [second, reader],
  ];
}

function setName(
  draft: Draft,
  field: "firstName" | "lastName",
  { value, place }: { readonly value: unknown; readonly place: Place },
): void {
  const words = wordsOf(value, MAX_NAME);
  if (words === undefined) return;
  if (isPersonName(words)) draft.profile[field] = words;
  else blame(place, "", NAME_REFUSED);
}

const LANGUAGE_TAG = /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}$/;

export function localeOf(value: unknown): string | undefined {
  return typeof value === "string" && LANGUAGE_TAG.test(value) ? value.replaceAll("_", "-") : undefined;
}

/** An object of name → value, such as {"household_size": 4}. */
export function readDemographics(value: unknown, place: Place): readonly DemographicFact[] | undefined {
  if (!isObject(value) || Object.keys(value).length > 100) {
    return blame(place, "", "Demographic facts are an object of at most 100 names.");
  }
  return Object.entries(value).flatMap(([name, stated]) => {
    const text = answerOf(stated);
    if (text !== undefined && /^[a-z][a-z0-9_]{0,49}$/.test(name)) return [{ name, value: text }];
    blame(place, `/${pointerKey(name)}`, "A demographic fact has a name in snake_case and a plain value.");
    return [];
  });
}
