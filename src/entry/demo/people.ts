import { dateOfEpochDay } from "#kernel/calendar.ts";
import { type Random, randomInt } from "#kernel/random.ts";
import type { Pace } from "#messages/schedule/pace.ts";
import { categories } from "./assortment.ts";

/**
 * Simulated customers with a hidden truth that nothing in the product may read: what they like, how often they buy, whether
 * they have left already, and how their mail is read.
 *
 * Truth: tastes are a Dirichlet(0.25) over the categories; purchases are a Poisson process with a rate from
 * Gamma(1.2, 1/40 per day); 30 % have silently left; a tenth sit behind a gateway that opens every link.
 */
export type DemoPerson = {
  readonly code: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** A number that regulators keep for fiction; a tenth of the people gave one. */
  readonly phone?: string;
  /** What she called the browser in which she takes notices; one person in twelve has one. */
  readonly browser?: string;
  /** Where her letters go; one person in fifteen wants them. */
  readonly street?: string;
  readonly postcode?: string;
  readonly locale: string;
  readonly zone: string;
  readonly birthOn: string;
  readonly city: string;
  readonly householdSize: number;
  readonly isTracked: boolean;
  readonly choices: ReadonlyArray<{
    readonly newsletter: string;
    readonly channel?: "sms" | "push" | "voice" | "print";
    readonly pace?: Pace;
    readonly minute?: number;
  }>;
  readonly quietHours?: { readonly from: number; readonly to: number };
  readonly cap?: { readonly count: number; readonly days: 1 | 7 | 30 };
  readonly truth: {
    readonly tastes: Readonly<Record<string, number>>;
    readonly purchasesPerDay: number;
    readonly hasLeft: boolean;
    readonly readsMail: number;
    readonly isBehindScanner: boolean;
    readonly agent: string;
  };
};

const PLACES = [
  { locale: "en-GB", zone: "Europe/London", cities: ["Bath", "Leeds", "Cardiff", "Perth"] },
  { locale: "en-US", zone: "America/New_York", cities: ["Albany", "Salem", "Dover"] },
  { locale: "en-US", zone: "America/Los_Angeles", cities: ["Fresno", "Eugene"] },
  { locale: "de", zone: "Europe/Berlin", cities: ["Jena", "Fulda", "Kassel"] },
  { locale: "de-CH", zone: "Europe/Zurich", cities: ["Thun", "Chur"] },
  { locale: "fr", zone: "Europe/Paris", cities: ["Dijon", "Brest"] },
  { locale: "ar", zone: "Asia/Dubai", cities: ["Ajman"] },
  { locale: "en-AU", zone: "Australia/Lord_Howe", cities: ["Lagoon"] },
] as const;

const FIRST = [
  "Ada",
  "Bea",
  "Cleo",
  "Dora",
  "Elif",
  "Fay",
  "Gwen",
  "Hana",
  "Ines",
  "June",
  "Kira",
  "Lena",
  "Maya",
  "Nell",
  "Olga",
  "Pia",
  "Rosa",
  "Suki",
  "Tess",
  "Una",
  "Vera",
  "Wren",
  "Yara",
  "Zoe",
];
const LAST = [
  "Ash",
  "Birch",
  "Cedar",
  "Elder",
  "Fir",
  "Hazel",
  "Juniper",
  "Larch",
  "Maple",
  "Oak",
  "Pine",
  "Rowan",
  "Sorrel",
  "Thorn",
  "Willow",
  "Yew",
];

const AGENTS = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
  "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
];

function pick<T>(random: Random, from: readonly T[]): T {
  const found = from[randomInt(random, from.length)];
  if (found === undefined) throw new Error("Nothing to pick from.");
  return found;
}

/** Marsaglia and Tsang 2000, shape below 1 by Stuart's boost. */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

function tastesOf(random: Random): Record<string, number> {
  const raw = categories.map(() => gamma(random, 0.25));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return Object.fromEntries(categories.map((category, index) => [category, (raw[index] ?? 0) / total]));
}

function paceOf(random: Random): { pace?: Pace; minute?: number } {
  const minute = 6 * 60 + 15 * randomInt(random, 60);
  const weekday = 1 + randomInt(random, 7);
  switch (randomInt(random, 7)) {
    case 0:
      return { pace: { kind: "weeks", every: 1, weekdays: [weekday] }, minute };
    case 1:
      return { pace: { kind: "weeks", every: 2, weekdays: [weekday] }, minute };
    case 2:
      return { pace: { kind: "weeks", every: 1, weekdays: [2, 5] }, minute };
    case 3:
      return { pace: { kind: "month_days", every: 1, days: [1, 15], ifMissing: "last_day" }, minute };
    case 4:
      return { pace: { kind: "month_weekdays", every: 1, on: [{ nth: -1, weekday: 7 }] }, minute };
    case 5:
      return { pace: { kind: "days", every: 3 + randomInt(random, 5) }, minute };
    default:
      return {};
  }
}

export function demoPeople(random: Random, count: number): readonly DemoPerson[] {
  return Array.from({ length: count }, (_, index) => demoPerson(random, index));
}

function demoPerson(random: Random, index: number): DemoPerson {
  const place = pick(random, PLACES);
  const phone = phoneOf(place.zone, index);
  const takesLetters = index % 15 === 3;
  const browser = index % 12 === 5 ? "Firefox, at home" : undefined;
  const code = `C${String(index + 1).padStart(5, "0")}`;
  // One address in fifty is shared by two codes: a household with one mailbox.
  const box = random.next() < 0.02 && index > 0 ? index : index + 1;
  return {
    code,
    firstName: pick(random, FIRST),
    lastName: pick(random, LAST),
    email: `person${box}@people.example`,
    ...(phone === undefined ? {} : { phone }),
    ...(browser === undefined ? {} : { browser }),
    ...(takesLetters ? { street: `${index + 1} Simulated Lane`, postcode: `ZZ${index % 100} 9ZZ` } : {}),
    locale: place.locale,
    zone: place.zone,
    birthOn: dateOfEpochDay(-7_000 + randomInt(random, 18_000)),
    city: pick<string>(random, place.cities),
    householdSize: 1 + randomInt(random, 5),
    isTracked: random.next() < 0.85,
    choices: [
      ...choicesOf(random),
      ...(phone === undefined ? [] : [{ newsletter: "picks-by-text", channel: "sms" as const }]),
      ...(phone === undefined || index % 20 !== 7 ? [] : [{ newsletter: "picks-by-call", channel: "voice" as const }]),
      ...(takesLetters ? [{ newsletter: "picks-by-post", channel: "print" as const }] : []),
      ...(browser === undefined ? [] : [{ newsletter: "picks-by-notice", channel: "push" as const }]),
    ],
    ...(random.next() < 0.3 ? { quietHours: { from: 21 * 60, to: 7 * 60 } } : {}),
    ...(random.next() < 0.2 ? { cap: { count: 1 + randomInt(random, 3), days: 7 as const } } : {}),
    truth: {
      tastes: tastesOf(random),
      purchasesPerDay: gamma(random, 1.2) / 40,
      hasLeft: random.next() < 0.3,
      readsMail: 0.1 + 0.6 * random.next(),
      isBehindScanner: random.next() < 0.1,
      agent: pick(random, AGENTS),
    },
  };
}

/**
 * Every tenth person gave a number: those that Ofcom (07700 900000 to 900999) and the NANPA (555-0100 to 555-0199) keep for
 * drama. It takes no chance, so that everybody else stays who she was.
 */
function phoneOf(zone: string, index: number): string | undefined {
  if (index % 10 !== 7) return undefined;
  const serial = Math.floor(index / 10);
  const cities: Readonly<Record<string, string>> = { "America/New_York": "212", "America/Los_Angeles": "213" };
  const city = cities[zone];
  if (city !== undefined) return `+1${city}55501${String(serial % 100).padStart(2, "0")}`;
  return zone === "Europe/London" ? `+447700900${String(serial % 1_000).padStart(3, "0")}` : undefined;
}

function choicesOf(random: Random): DemoPerson["choices"] {
  const weekly =
    random.next() < 0.85 ? [{ newsletter: "weekly-picks", ...(random.next() < 0.7 ? paceOf(random) : {}) }] : [];
  const birthday = random.next() < 0.6 ? [{ newsletter: "birthday" }] : [];
  return [...weekly, ...birthday, { newsletter: "service" }];
}
