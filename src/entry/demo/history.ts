import { DAY_MS } from "#kernel/clock.ts";
import { isoOf } from "#kernel/calendar.ts";
import { type Random, randomInt } from "#kernel/random.ts";
import type { DemoProduct } from "./assortment.ts";
import type { DemoPerson } from "./people.ts";

/** An item of the ingest door, as the vendor's own systems would send it. */
export type IngestItem = Readonly<Record<string, unknown>>;

const WORDING = "Yes, send me this newsletter. I can change or stop it at any time.";
const TRACKING_WORDING = "You may remember which links I follow, to choose better for me.";

/** What the vendor's systems know of a person before the first message: the registration form, with her consents. */
export function identifyItem(person: DemoPerson, at: number): IngestItem {
  const receive = person.choices.map(({ newsletter, channel = "email" }) => ({
    purpose: "receive",
    channel,
    topic: newsletter,
    state: "granted",
    wording: WORDING,
  }));
  const track = { purpose: "track", state: person.isTracked ? "granted" : "withdrawn", wording: TRACKING_WORDING };
  return {
    type: "identify",
    messageId: `demo-identify-${person.code}`,
    userId: person.code,
    timestamp: isoOf(at),
    context: { source: "registration", channel: "web" },
    traits: {
      firstName: person.firstName,
      lastName: person.lastName,
      email: person.email,
      ...(person.phone === undefined ? {} : { phone: person.phone }),
      locale: person.locale,
      timezone: person.zone,
      birthday: person.birthOn,
      city: person.city,
      ...(person.street === undefined ? {} : { address_line1: person.street, address_postcode: person.postcode }),
      household_size: person.householdSize,
      demographics: { city: person.city, household_size: String(person.householdSize) },
      consent: [...receive, track],
    },
  };
}

function taste(random: Random, person: DemoPerson, products: readonly DemoProduct[]): DemoProduct {
  let left = random.next();
  for (const [category, share] of Object.entries(person.truth.tastes)) {
    left -= share;
    if (left > 0) continue;
    const liked = products.filter((product) => product.category === category);
    return liked[randomInt(random, liked.length)] ?? pickAny(random, products);
  }
  return pickAny(random, products);
}

function pickAny(random: Random, products: readonly DemoProduct[]): DemoProduct {
  const found = products[randomInt(random, products.length)];
  if (found === undefined) throw new Error("The assortment is empty.");
  return found;
}

type Moment = {
  readonly random: Random;
  readonly person: DemoPerson;
  readonly products: readonly DemoProduct[];
  readonly at: number;
};

/** A purchase in the web shop or at the till. */
export function purchaseItem({ random, person, products, at }: Moment): IngestItem {
  const isTill = random.next() < 0.4;
  const order = `${person.code}-${at}`;
  const lines = Array.from({ length: 1 + randomInt(random, 3) }, () => taste(random, person, products));
  return {
    type: "track",
    event: "Order Completed",
    messageId: `demo-order-${order}`,
    userId: person.code,
    timestamp: isoOf(at),
    context: isTill ? { source: "point-of-sale", channel: "store" } : { source: "e-commerce", channel: "web" },
    properties: {
      order_id: order,
      currency: "GBP",
      products: lines.map((product) => ({
        product_id: product.code,
        category: product.category,
        quantity: 1,
        price: (product.priceMinor / 100).toFixed(2),
      })),
    },
  };
}

/** The half year before the programme began: purchases, looks, registrations, answers and calls. */
export function historyItems(
  random: Random,
  person: DemoPerson,
  about: { readonly products: readonly DemoProduct[]; readonly until: number; readonly days: number },
): IngestItem[] {
  const { products, until, days } = about;
  const from = until - days * DAY_MS;
  const some = () => from + Math.floor(random.next() * days * DAY_MS);
  const moment = (at: number): Moment => ({ random, person, products, at });
  const active = person.truth.hasLeft ? 0.3 : 1;
  const purchases = Array.from({ length: poisson(random, person.truth.purchasesPerDay * days * active) }, () =>
    purchaseItem(moment(some())),
  );
  const looks = Array.from({ length: poisson(random, 2.5) }, () => lookItem(moment(some())));
  return [
    ...purchases,
    ...looks,
    ...(random.next() < 0.15 ? [registrationItem(moment(some()))] : []),
    ...(random.next() < 0.2 ? [surveyItem(moment(some()))] : []),
    ...(random.next() < 0.08 ? [callItem(moment(some()))] : []),
  ];
}

function lookItem({ random, person, products, at }: Moment): IngestItem {
  const product = taste(random, person, products);
  return {
    type: "track",
    event: "Product Viewed",
    messageId: `demo-look-${person.code}-${at}`,
    userId: person.code,
    timestamp: isoOf(at),
    context: { source: "web", channel: "web" },
    properties: { product_id: product.code, category: product.category },
  };
}

function registrationItem({ random, person, products, at }: Moment): IngestItem {
  const product = taste(random, person, products);
  return {
    type: "track",
    event: "Product Registered",
    messageId: `demo-registration-${person.code}`,
    userId: person.code,
    timestamp: isoOf(at),
    properties: { product_id: product.code, category: product.category, serial: `SN-${randomInt(random, 1e6)}` },
  };
}

function surveyItem({ random, person, products, at }: Moment): IngestItem {
  const product = taste(random, person, products);
  return {
    type: "track",
    event: "Survey Answered",
    messageId: `demo-survey-${person.code}`,
    userId: person.code,
    timestamp: isoOf(at),
    properties: {
      survey: "home-and-garden",
      category: product.category,
      answers: { next_in_your_home: product.category },
    },
  };
}

function callItem({ person, at }: Moment): IngestItem {
  return {
    type: "track",
    event: "Call Logged",
    messageId: `demo-call-${person.code}`,
    userId: person.code,
    timestamp: isoOf(at),
    properties: { note: "Simulated call: asked when the order arrives.", disposition: "answered" },
  };
}

/** Knuth 1969; the means here are small. */
export function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}
