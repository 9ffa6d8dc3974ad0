import { CHANNEL_REFUSED, isScopeName, TOPIC_REFUSED } from "#customers/consent-scope.ts";
import type { ConsentStatement } from "#customers/facts/fact.ts";
import { blame, isObject, type JsonObject, type Place, wordsOf } from "./read-values.ts";

const MAX_CONSENTS = 50;
const MAX_WORDING = 4_000;

/**
 * The trait `consent`: one statement or a list. Consent is given to words, so a grant without its wording is refused and
 * nothing else in a profile ever counts as one; to withdraw, no words are needed.
 */
export function readConsents(value: unknown, place: Place): readonly ConsentStatement[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_CONSENTS) return blame(place, "", `At most ${MAX_CONSENTS} statements of consent at once.`);
  return list.flatMap((entry, index) => {
    const pointer = Array.isArray(value) ? `${place.pointer}/${index}` : place.pointer;
    const statement = readConsent(entry, { pointer, faults: place.faults });
    return statement === undefined ? [] : [statement];
  });
}

function readConsent(value: unknown, place: Place): ConsentStatement | undefined {
  if (!isObject(value)) return blame(place, "", "Consent is an object with purpose, state and wording.");
  const { purpose, state } = value;
  if (purpose !== "receive" && purpose !== "track") return blame(place, "/purpose", 'Say "receive" or "track".');
  if (state !== "granted" && state !== "withdrawn") return blame(place, "/state", 'Say "granted" or "withdrawn".');
  const wording = wordsOf(value["wording"], MAX_WORDING) ?? "";
  if (state === "granted" && wording === "") {
    return blame(place, "/wording", "A grant needs the words that the customer agreed to.");
  }
  const scope = readScope(value, place);
  if (scope === undefined) return undefined;
  if (purpose === "track" && (scope.channel !== "" || scope.topic !== "")) {
    return blame(place, "", "Consent to be tracked is one for all channels and topics.");
  }
  return { purpose, state, wording, ...scope, proof: isObject(value["proof"]) ? value["proof"] : {} };
}

function readScope(value: JsonObject, place: Place): { channel: string; topic: string } | undefined {
  const channel = value["channel"] ?? "";
  const topic = value["topic"] ?? "";
  if (typeof channel !== "string" || !isScopeName(channel)) return blame(place, "/channel", CHANNEL_REFUSED);
  if (typeof topic !== "string" || !isScopeName(topic)) return blame(place, "/topic", TOPIC_REFUSED);
  return { channel, topic };
}
