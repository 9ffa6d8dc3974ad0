import { createHash } from "node:crypto";
import type { Fault } from "#kernel/problem.ts";
import type { Claim } from "#customers/facts/claim.ts";
import type { Fact, FactKind } from "#customers/facts/fact.ts";
import type { MergePair } from "#customers/facts/merge-statements.ts";
import { numberFaults } from "#web/number-faults.ts";
import { textFaults } from "#web/text-faults.ts";
import { OWN_MESSAGE_PREFIX } from "#customers/record-events.ts";
import { CARD_NUMBER_REFUSED, hasCardNumber } from "#customers/accounts/card-number.ts";
import { claimsOfEvent, claimsOfTraits, unconfirmed } from "./read-claims.ts";
import { knownEvent } from "./read-known-event.ts";
import { categoryOf, productCodeOf } from "./read-purchase.ts";
import { readInstant, readTime } from "./read-time.ts";
import { localeOf, type ReadTraits, readTraits, type TraitContext } from "./read-traits.ts";
import { blame, codeOf, isCleanText, isObject, type JsonObject, type Place, wordsOf } from "./read-values.ts";

/** What an item is read with. */
export type ItemContext = TraitContext & {
  /** The call's own type, where the address names it (/v1/track); a batch's items name their own. */
  readonly type: string | undefined;
  readonly sentAt: number | undefined;
  readonly isTrusted: boolean;
};

export type ReadItem = {
  readonly fact: Fact;
  readonly merge: MergePair | undefined;
  /** What a public key may not get against what is known; a trusted sender has nothing to claim. */
  readonly claims: readonly Claim[];
  readonly isClamped: boolean;
  readonly undeclaredTraits: number;
};

const NOTHING: JsonObject = {};
const NO_CLAIMS: readonly Claim[] = [];
const itemKinds: ReadonlySet<string> = new Set(["track", "page", "screen", "group", "identify", "alias"]);

/** A record of nobody known yet has this before its anonymous id as its code. */
const ANONYMOUS_PREFIX = "anon:";

/** Reads one item of the Segment protocol; its faults name places under `pointer`. */
export function readItem(item: unknown, context: ItemContext, pointer: string): ReadItem | readonly Fault[] {
  const place: Place = { pointer, faults: [...textFaults(item, pointer), ...numberFaults(item, pointer)] };
  if (place.faults.length > 0) return place.faults;
  const read = isObject(item) ? readKnownItem(item, context, place) : blame(place, "", "An item is an object.");
  return read === undefined || place.faults.length > 0 ? place.faults : read;
}

function readKnownItem(item: JsonObject, context: ItemContext, place: Place): ReadItem | undefined {
  const kind = context.type ?? item["type"];
  if (typeof kind !== "string" || !itemKinds.has(kind)) {
    return blame(place, "/type", "An item is track, page, screen, group, identify or alias.");
  }
  const head = readHead(item, context, place);
  const customer = readCustomer(item, place);
  if (customer === undefined) return undefined;
  switch (kind) {
    case "identify":
      return readIdentify(item, { ...head, customer, kind }, { ...context, place });
    case "alias":
      return readAlias(item, { ...head, customer, kind }, place);
    case "track":
      return readTrack(item, { ...head, customer, kind }, { ...context, place });
    default:
      return readVisit(item, { ...head, customer, kind: kind as FactKind }, place);
  }
}

type Head = {
  readonly messageId: string;
  readonly at: number;
  readonly isClamped: boolean;
  readonly source: string | undefined;
  readonly channel: string;
};
type Named = Head & { readonly customer: string; readonly kind: FactKind };

function readHead(item: JsonObject, context: ItemContext, place: Place): Head {
  const { at, isClamped } = readTime(item, context, place);
  const surroundings = isObject(item["context"]) ? item["context"] : NOTHING;
  const channel = item["channel"] ?? surroundings["channel"];
  const { source } = surroundings;
  return {
    messageId: readMessageId(item, context, place),
    at,
    isClamped,
    source: typeof source === "string" && /^[a-z][a-z0-9-]{0,39}$/.test(source) ? source : undefined,
    channel: isCleanText(channel, 40) ? channel : "",
  };
}

/**
 * Ids that came with a public key are a space of their own, which no trusted sender can name: else whoever guesses the id of the
 * vendor's next statement could send it first, and the statement would be nothing but a repetition.
 */
const PUBLIC_MESSAGE_PREFIX = `${OWN_MESSAGE_PREFIX}public:`;

function readMessageId(item: JsonObject, context: ItemContext, place: Place): string {
  const space = context.isTrusted ? "" : PUBLIC_MESSAGE_PREFIX;
  const stated = item["messageId"];
  if (stated == null) return `${space}h:${digestOf(item, context)}`;
  const messageId = codeOf(stated, 255);
  if (messageId !== undefined && !messageId.startsWith(OWN_MESSAGE_PREFIX)) return space + messageId;
  blame(place, "/messageId", "A messageId has 1 to 255 visible characters and does not begin with a tilde.");
  return "";
}

/**
 * An item without an id gets one from its content and its moment, so that the same bytes sent twice are one fact. Who states no
 * moment at all is heard each time: a second visit of one page looks like the first.
 */
function digestOf(item: JsonObject, { type, sentAt, receivedAt }: ItemContext): string {
  const { sentAt: ownSentAt, ...content } = item;
  const isDated = (content["originalTimestamp"] ?? content["timestamp"]) != null;
  const sent = readInstant(ownSentAt) ?? sentAt;
  const moment = isDated ? [] : sent === undefined ? ["received", receivedAt] : ["sent", sent];
  return createHash("sha256")
    .update(JSON.stringify([type, content, ...moment]))
    .digest("base64url");
}

/** The vendor's code wins over the anonymous id; without either nobody is meant. */
function readCustomer(item: JsonObject, place: Place): string | undefined {
  const { userId, anonymousId } = item;
  if (userId != null && userId !== "") {
    const code = codeOf(userId);
    if (code !== undefined && hasCardNumber(code)) return blame(place, "/userId", CARD_NUMBER_REFUSED);
    if (code !== undefined && !code.startsWith(ANONYMOUS_PREFIX)) return code;
    return blame(
      place,
      "/userId",
      `A userId has 1 to 200 visible characters and does not begin with ${ANONYMOUS_PREFIX}`,
    );
  }
  const anonymous = codeOf(anonymousId);
  if (anonymous !== undefined && isBareCardNumber(anonymous)) return blame(place, "/anonymousId", CARD_NUMBER_REFUSED);
  if (anonymous !== undefined) return ANONYMOUS_PREFIX + anonymous;
  return blame(place, "/userId", "An item needs a userId or an anonymousId.");
}

/**
 * Ids that trackers make up are long and often have a time in ms among them; one of ten would pass for a card's number. What
 * is nothing but such a number, and begins as cards do and times don't, is one.
 */
function isBareCardNumber(id: string): boolean {
  return hasCardNumber(id) && !/\p{L}/u.test(id) && !id.startsWith("1");
}

function readIdentify(
  item: JsonObject,
  named: Named,
  { place, ...context }: ItemContext & { readonly place: Place },
): ReadItem | undefined {
  const surroundings = isObject(item["context"]) ? item["context"] : NOTHING;
  const at = item["traits"] == null && surroundings["traits"] != null ? "/context/traits" : "/traits";
  const stated = item["traits"] ?? surroundings["traits"] ?? NOTHING;
  if (!isObject(stated)) return blame(place, at, "Traits are an object.");
  const traits = readTraits(stated, context, { pointer: place.pointer + at, faults: place.faults });
  const locale = traits.profile.locale ?? localeOf(surroundings["locale"]);
  const claims = context.isTrusted ? NO_CLAIMS : claimsOfTraits(stated, traits, at);
  const isAside = !context.isTrusted && locale !== undefined && traits.profile.locale === undefined;
  const anonymous = codeOf(item["anonymousId"]);
  if (anonymous !== undefined && isBareCardNumber(anonymous)) blame(place, "/anonymousId", CARD_NUMBER_REFUSED);
  const from = anonymous === undefined ? undefined : ANONYMOUS_PREFIX + anonymous;
  return {
    fact: {
      ...factOf(named, "identify", context.isTrusted ? traits.undeclared : { ...traits.undeclared, ...asked(traits) }),
      profile: locale === undefined ? traits.profile : { ...traits.profile, locale },
      consents: traits.consents,
      demographics: traits.demographics,
    },
    merge: from === undefined || from === named.customer ? undefined : { from, into: named.customer },
    claims: isAside ? [...claims, { kind: "locale", name: "", value: locale, at: "/context/locale" }] : claims,
    isClamped: named.isClamped,
    undeclaredTraits: Object.keys(traits.undeclared).length,
  };
}

/**
 * What a public key may not get, so that the event still tells what it asked for. Addresses as keyed hashes: an event holds
 * none in the clear.
 */
function asked({ profile: { email, phone, ...profile }, consents }: ReadTraits): JsonObject {
  const asked = {
    ...(Object.keys(profile).length === 0 ? {} : { profile }),
    ...(email === undefined ? {} : { emailHash: email.hash }),
    ...(phone === undefined ? {} : { phoneHash: phone.hash }),
    ...(consents === undefined ? {} : { consents }),
  };
  return Object.keys(asked).length === 0 ? NOTHING : { asked };
}

/**
 * `previousId` is an anonymous id: a write key, which stands in public pages, can't merge two known customers. Those are
 * merged by an operation of its own, under another scope.
 */
function readAlias(item: JsonObject, named: Named, place: Place): ReadItem | undefined {
  const previous = codeOf(item["previousId"]);
  if (previous === undefined) return blame(place, "/previousId", "An alias needs the previousId.");
  if (isBareCardNumber(previous)) return blame(place, "/previousId", CARD_NUMBER_REFUSED);
  if (named.customer.startsWith(ANONYMOUS_PREFIX)) return blame(place, "/userId", "An alias needs the userId.");
  const from = previous.startsWith(ANONYMOUS_PREFIX) ? previous : ANONYMOUS_PREFIX + previous;
  return {
    fact: factOf(named, "alias", { previousId: previous }),
    merge: { from, into: named.customer },
    claims: NO_CLAIMS,
    isClamped: named.isClamped,
    undeclaredTraits: 0,
  };
}

/** What rules call a line of an order. */
const PURCHASE = "purchase";

function readTrack(
  item: JsonObject,
  named: Named,
  { place, isTrusted, receivedAt }: Pick<ItemContext, "isTrusted" | "receivedAt"> & { readonly place: Place },
): ReadItem | undefined {
  const name = item["event"];
  if (!isCleanText(name, 200)) return blame(place, "/event", "An event's name has 1 to 200 visible characters.");
  if (name === PURCHASE && !isTrusted) {
    return blame(place, "/event", "An event of this name would count as bought: that takes a key with ingest:trusted.");
  }
  const properties = readProperties(item, "properties", place);
  if (properties === undefined) return undefined;
  const known = knownEvent(name);
  // Whose word it is, is not a page's to say.
  const source = isTrusted ? (named.source ?? known?.source) : undefined;
  const told = known?.read(
    { messageId: named.messageId, source: source ?? "", receivedAt, properties },
    { pointer: `${place.pointer}/properties`, faults: place.faults },
  );
  const event = factOf({ ...named, source }, name, withoutSealed(properties, known?.sealed));
  const fact: Fact = { ...event, ...told };
  return {
    fact: isTrusted ? fact : unconfirmed(fact),
    merge: undefined,
    claims: isTrusted ? NO_CLAIMS : claimsOfEvent(fact),
    isClamped: named.isClamped,
    undeclaredTraits: 0,
  };
}

function withoutSealed(properties: JsonObject, sealed: readonly string[] | undefined): JsonObject {
  if (sealed === undefined) return properties;
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !sealed.includes(name)));
}

/** page, screen and group. */
function readVisit(item: JsonObject, named: Named, place: Place): ReadItem | undefined {
  const isGroup = named.kind === "group";
  const properties = readProperties(item, isGroup ? "traits" : "properties", place);
  if (properties === undefined) return undefined;
  const name = isGroup ? codeOf(item["groupId"]) : (wordsOf(item["name"] ?? properties["path"], 200) ?? "");
  if (name === undefined) return blame(place, "/groupId", "A group needs its groupId.");
  const fact = factOf(named, name, properties);
  const category = isCleanText(item["category"], 200) ? item["category"] : fact.category;
  return {
    fact: { ...fact, category },
    merge: undefined,
    claims: NO_CLAIMS,
    isClamped: named.isClamped,
    undeclaredTraits: 0,
  };
}

function readProperties(item: JsonObject, field: "properties" | "traits", place: Place): JsonObject | undefined {
  const properties = item[field] ?? NOTHING;
  return isObject(properties) ? properties : blame(place, `/${field}`, "This is an object.");
}

const DEFAULT_SOURCE = "web";

function factOf(named: Named, name: string, properties: JsonObject): Fact {
  return {
    messageId: named.messageId,
    customer: named.customer,
    kind: named.kind,
    at: named.at,
    source: named.source ?? DEFAULT_SOURCE,
    channel: named.channel,
    name,
    category: categoryOf(properties),
    productCode: productCodeOf(properties) ?? null,
    properties,
  };
}
