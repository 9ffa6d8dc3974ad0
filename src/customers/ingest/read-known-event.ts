import { CARD_NUMBER_REFUSED, hasCardNumber } from "#customers/accounts/card-number.ts";
import type { ContactNote, Fact, Registration } from "#customers/facts/fact.ts";
import { isPastDate, PAST_DATE_REFUSED } from "#customers/person-values.ts";
import { readAnswers } from "./read-answers.ts";
import { categoryOf, productCodeOf, readOrder, readRefund } from "./read-purchase.ts";
import { readDemographics } from "./read-traits.ts";
import { blame, codeOf, type JsonObject, type Place, wordsOf } from "./read-values.ts";

/** What an event of a known name tells beside the event itself. */
type Told = Pick<Fact, "purchase" | "registration" | "answers" | "note" | "demographics">;

type KnownEvent = {
  /** Where such a fact comes from unless its sender says otherwise. */
  readonly source: string;
  /** Fields that are kept sealed elsewhere and must not stand in the event. */
  readonly sealed?: readonly string[];
  read(event: TrackedEvent, place: Place): Told;
};

type TrackedEvent = {
  readonly messageId: string;
  readonly source: string;
  /** epoch ms */
  readonly receivedAt: number;
  readonly properties: JsonObject;
};

/** Names of Segment's e-commerce specification, and our own where it has none. */
const knownEvents: ReadonlyMap<string, KnownEvent> = new Map<string, KnownEvent>([
  [
    "Order Completed",
    {
      source: "e-commerce",
      read: ({ source, properties }, place) => ({ purchase: readOrder(source, properties, place) }),
    },
  ],
  [
    "Order Refunded",
    {
      source: "e-commerce",
      read: ({ source, ...event }, place) => ({ purchase: readRefund(source, event, place) }),
    },
  ],
  [
    "Product Registered",
    {
      source: "registration",
      read: (event, place) => ({ registration: readRegistration(event, place) }),
    },
  ],
  [
    "Survey Answered",
    { source: "survey", read: ({ properties }, place) => ({ answers: readAnswers(properties, place) }) },
  ],
  [
    "Call Logged",
    {
      source: "call-centre",
      sealed: ["note"],
      read: ({ properties }, place) => ({ note: readNote(properties, place) }),
    },
  ],
  [
    "Demographics Recorded",
    {
      source: "import",
      read: ({ properties }, place) => ({
        demographics: readDemographics(properties["facts"], { ...place, pointer: `${place.pointer}/facts` }),
      }),
    },
  ],
]);

export function knownEvent(name: string): KnownEvent | undefined {
  return knownEvents.get(name);
}

function readRegistration(
  { source, messageId, receivedAt, properties }: TrackedEvent,
  place: Place,
): Registration | undefined {
  const productCode = productCodeOf(properties);
  if (productCode === undefined) return blame(place, "/product_id", "A registration needs its product_id or sku.");
  const boughtOn = properties["bought_on"] ?? null;
  if (boughtOn !== null && !(typeof boughtOn === "string" && isPastDate(boughtOn, receivedAt))) {
    return blame(place, "/bought_on", PAST_DATE_REFUSED);
  }
  const registrationId = codeOf(properties["registration_id"]);
  return {
    factKey: registrationId === undefined ? messageId : `${source}:${registrationId}`,
    productCode,
    category: categoryOf(properties),
    serial: codeOf(properties["serial"]) ?? null,
    boughtOn,
  };
}

function readNote(properties: JsonObject, place: Place): ContactNote | undefined {
  const note = wordsOf(properties["note"], 8_000);
  if (note === undefined) return blame(place, "/note", "A call needs its note.");
  const words = { disposition: codeOf(properties["disposition"]) ?? null, category: categoryOf(properties) };
  for (const [name, word] of Object.entries(words)) {
    if (hasCardNumber(word ?? "")) blame(place, `/${name}`, CARD_NUMBER_REFUSED);
  }
  return { note, ...words };
}
