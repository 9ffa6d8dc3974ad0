import { isoOf } from "#kernel/calendar.ts";
import { unitOf } from "#kernel/random.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import type { RetailLine } from "./retail-lines.ts";
import type { RetailItem } from "./retail-orders.ts";

/**
 * A customer of the file. Her code, country and purchases are real. Everything else here is simulated, since the file says
 * nothing of it: address, consents, the dates she chose, how she reads mail, and the gateway before her mailbox.
 */
export type RetailPerson = {
  readonly code: string;
  readonly email: string;
  readonly zone: string;
  readonly locale: string;
  readonly firstAt: number;
  readonly mayReceive: boolean;
  readonly isTracked: boolean;
  /** Her own choice; absent: the vendor's default. */
  readonly choice?: { readonly pace: Pace; readonly minute: number };
  readonly opens: number;
  /** A mail gateway that looks at links before she does, and how well it hides. */
  readonly scanner?: "declared" | "plain" | "disguised" | "patient";
  readonly network: string;
};

const places: Readonly<Record<string, readonly [zone: string, locale: string]>> = {
  "United Kingdom": ["Europe/London", "en-GB"],
  Germany: ["Europe/Berlin", "de"],
  France: ["Europe/Paris", "fr"],
  EIRE: ["Europe/Dublin", "en-IE"],
  Spain: ["Europe/Madrid", "es"],
  Netherlands: ["Europe/Amsterdam", "nl"],
  Belgium: ["Europe/Brussels", "fr-BE"],
  Switzerland: ["Europe/Zurich", "de-CH"],
  Portugal: ["Europe/Lisbon", "pt-PT"],
  Australia: ["Australia/Sydney", "en-AU"],
  Norway: ["Europe/Oslo", "nb"],
  Italy: ["Europe/Rome", "it"],
  Finland: ["Europe/Helsinki", "fi"],
  Sweden: ["Europe/Stockholm", "sv"],
  Austria: ["Europe/Vienna", "de-AT"],
  Denmark: ["Europe/Copenhagen", "da"],
  Poland: ["Europe/Warsaw", "pl"],
  Greece: ["Europe/Athens", "el"],
  Cyprus: ["Asia/Nicosia", "el"],
  Japan: ["Asia/Tokyo", "ja"],
  USA: ["America/New_York", "en-US"],
  Canada: ["America/Toronto", "en-CA"],
  Israel: ["Asia/Jerusalem", "he"],
  Singapore: ["Asia/Singapore", "en-SG"],
};

/** Everybody who bought something before `until`, in the order of their first purchase. */
export function retailPeople(lines: readonly RetailLine[], until: number): readonly RetailPerson[] {
  const first = new Map<string, RetailLine>();
  for (const line of lines) {
    if (line.customer !== undefined && line.at < until && !first.has(line.customer)) first.set(line.customer, line);
  }
  return [...first].map(([code, line], index) => personOf(code, line, index));
}

function personOf(code: string, { country, at }: RetailLine, index: number): RetailPerson {
  const chance = (what: string) => unitOf("retail", code, what);
  const [zone, locale] = places[country] ?? ["Europe/London", "en-GB"];
  const choice = choiceOf(chance);
  const scanner = scannerOf(chance("scanner"));
  return {
    code,
    email: `c${code}@people.example`,
    zone,
    locale,
    firstAt: at,
    mayReceive: chance("receive") < 0.85,
    isTracked: chance("track") < 0.85,
    opens: 0.25 + 0.5 * chance("opens"),
    network: `10.${index >> 8}.${index & 255}`,
    ...(choice === undefined ? {} : { choice }),
    ...(scanner === undefined ? {} : { scanner }),
  };
}

function choiceOf(chance: (what: string) => number): RetailPerson["choice"] {
  const weekday = 1 + Math.floor(chance("weekday") * 7);
  const minute = chance("minute") < 0.5 ? 8 * 60 : 17 * 60 + 30;
  const kind = chance("pace");
  if (kind < 0.3) return undefined;
  const weekdays = kind < 0.4 ? [2, 5] : [weekday];
  return { pace: { kind: "weeks", every: 1, weekdays }, minute };
}

function scannerOf(chance: number): RetailPerson["scanner"] {
  const kinds = ["declared", "plain", "disguised", "patient"] as const;
  return kinds[Math.floor(chance / 0.03)];
}

/** Her registration, as the shop would report it, with the consents that are simulated here. */
export function identifyItem(person: RetailPerson, topic: string): RetailItem {
  const { code, email, zone, locale, firstAt, mayReceive, isTracked } = person;
  const wording = "Simulated for a measurement: the data say nothing of consent.";
  const receive = { purpose: "receive", channel: "email", topic, state: "granted", wording };
  const item = {
    type: "identify",
    messageId: `registration-${code}`,
    userId: code,
    timestamp: isoOf(firstAt),
    context: { source: "registration", channel: "web" },
    traits: {
      email,
      locale,
      timezone: zone,
      consent: [
        ...(mayReceive ? [receive] : []),
        { purpose: "track", state: isTracked ? "granted" : "withdrawn", wording },
      ],
    },
  };
  return { at: firstAt, item };
}
