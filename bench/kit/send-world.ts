import { sql } from "drizzle-orm";
import { putProductSets } from "#catalogue/products/put-product-sets.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import type { VendorRuleInput } from "#catalogue/rules/vendor-rule-row.ts";
import { putVocabulary } from "#catalogue/put-vocabulary.ts";
import { putSetting } from "#catalogue/settings.ts";
import { publishTemplate } from "#catalogue/templates/publish-template.ts";
import type { Channel } from "#channels/channel.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { composeRing, type Ring } from "#entry/compose-ring.ts";
import { type DemoProduct, demoProducts } from "#entry/demo/assortment.ts";
import { historyItems, identifyItem } from "#entry/demo/history.ts";
import { demoPeople } from "#entry/demo/people.ts";
import { DAY_MS, type ManualClock, manualClock } from "#kernel/clock.ts";
import { idsFrom } from "#kernel/id.ts";
import type { Problem } from "#kernel/problem.ts";
import { seededRandom } from "#kernel/random.ts";
import type { Result } from "#kernel/result.ts";
import { secretFrom } from "#kernel/secret.ts";
import { putNewsletter } from "#messages/newsletters/put-newsletter.ts";
import { subscribeByDefault } from "#messages/newsletters/subscribe-by-default.ts";
import { chunksOf } from "#store/json-rows.ts";
import { freshStore } from "#tests/worlds/fresh-store.ts";
import type { VendorView } from "#templates/merge-view.ts";
import { longNewsletter, longSlots } from "./long-newsletter.ts";

export type SendWorld = { readonly ring: Ring; readonly clock: ManualClock };

const START = Date.UTC(2026, 10, 22);
const HISTORY_DAYS = 180;
const TOPIC = "weekly-picks";
const actor = { kind: "system", id: "bench" } as const;
const caller = { kind: "operator", id: "bench", scopes: [] } as const;

/** A station's ring on a database file: customers with half a year of history, products, rules and one daily newsletter. */
export async function sendWorld(url: string, customers: number, channel: Channel): Promise<SendWorld> {
  const clock = manualClock(START);
  const ring = composeRing({
    store: await freshStore(url),
    clock,
    random: seededRandom(5),
    ids: idsFrom(clock, (count) => new Uint8Array(count)),
    secret: secretFrom(new Uint8Array(32).fill(7)),
    channels: new Map([["email", channel]]),
    traffic: { sendingDomain: "news.fernhill.example", receiverOf: (domain) => domain },
    publicUrl: "https://go.fernhill.example",
    defaultCountry: "GB",
    linkKey: 0,
    linkKeysOld: [],
    policy: { quietHours: [], planAheadMs: DAY_MS, leaseMs: 60_000, cap: { count: 20, days: 7 } },
    log: () => undefined,
  });
  const random = seededRandom(6);
  const products = demoProducts(random);
  await fillCatalogue(ring, products);
  const people = demoPeople(random, customers).map((person) => ({ ...person, choices: [{ newsletter: TOPIC }] }));
  const items = people.flatMap((person) => [
    identifyItem(person, START - HISTORY_DAYS * DAY_MS),
    ...historyItems(random, person, { products, until: START, days: HISTORY_DAYS }),
  ]);
  for (const chunk of chunksOf(items, 500)) {
    const delivery = { items: chunk, sentAt: undefined, pointerOf: String, sender: "bench", isTrusted: true };
    const { rejected } = await ingestItems(ring.customers, delivery);
    if (rejected.length > 0) throw new Error(`The bench's own facts were refused: ${JSON.stringify(rejected[0])}`);
  }
  await ring.customers.store.write([
    // A third with quiet hours, a fifth with a limit of their own: both are asked at each claim.
    sql`insert into preferences (customer_id, quiet_from, quiet_until, cap_count, cap_days, updated_at)
      select id, iif(id % 3 = 0, 1320, null), iif(id % 3 = 0, 360, null), iif(id % 5 = 0, 9, null), iif(id % 5 = 0, 7, null), 0
      from customers where id % 3 = 0 or id % 5 = 0`,
  ]);
  const newsletter = await putNewsletter({
    deps: ring.customers,
    actor,
    input: {
      code: "long-newsletter",
      title: "Nine things",
      description: "",
      topic: TOPIC,
      copy: [],
      categories: [],
      messageClass: "marketing",
      templateName: longNewsletter.name,
      slots: longSlots,
      defaultPace: { kind: "days", every: 1 },
      defaultMinute: 540,
      priority: 0,
      graceHours: 24,
    },
  });
  await subscribeByDefault(ring.customers, must(newsletter));
  return { ring, clock };
}

async function fillCatalogue({ customers: deps }: Ring, products: readonly DemoProduct[]): Promise<void> {
  const { vendor } = longNewsletter.example as { vendor: VendorView };
  const sender = {
    vendor,
    fromName: vendor.name,
    fromAddress: "hello@fernhill.example",
    domain: "news.fernhill.example",
  };
  await deps.store.write([
    putSetting("sender", sender, START),
    putSetting("hosts", ["https://fernhill.example", "fernhill.example"], START),
  ]);
  for (const [name, type] of [
    ["household_size", "int"],
    ["city", "string"],
  ] as const)
    must(await declareAttribute({ deps, actor, input: { name, type, label: name, visibleTo: ["operator"] } }));
  must(await putVocabulary({ deps, actor: caller, input: { product: { margin: "int" }, context: {} } }));
  const sets = products.map((product) => productSet(product));
  must(await putProductSets({ deps, actor: caller, input: { products: sets, pointer: "" } }));
  for (const [name, rule] of Object.entries(rules)) {
    const input = { slots: [], priority: 0, startsAt: null, endsAt: null, state: "live" as const, ...rule };
    must(await putVendorRule({ deps, actor: caller, input: { name, rule: input } }));
  }
  must(await publishTemplate({ deps, actor: caller, input: longNewsletter }));
}

function productSet({ code, category, title, priceMinor, marginPercent, stock }: DemoProduct) {
  const wordsIn = (locale: string) => ({
    locale,
    channel: "" as const,
    title,
    body: `From ${category}.`,
    callToAction: "",
  });
  return {
    code,
    category,
    priceMinor,
    currency: "GBP",
    imageUrl: `https://fernhill.example/pictures/${code}.png`,
    linkUrl: `https://fernhill.example/products/${code}`,
    tags: priceMinor < 3_000 ? ["gift"] : [],
    attributes: { margin: marginPercent },
    validFrom: null,
    validUntil: null,
    stock,
    isRepurchasable: category === "seeds",
    state: "live" as const,
    launchedAt: START - 300 * DAY_MS,
    copy: ["en", "de", "fr"].map(wordsIn),
  };
}

/** Twelve rules of every kind; five of them ask what the customer did. */
const rules: Readonly<Record<string, Pick<VendorRuleInput, "kind" | "when"> & Partial<VendorRuleInput>>> = {
  "good-margin-first": { kind: "boost", when: "product.margin >= 45", factor: 1.15 },
  "hero-is-worth-it": { kind: "eligible", when: "product.price >= 1500", slots: ["hero"] },
  "in-stock": { kind: "exclude", when: "has(product.stock) && product.stock < 3" },
  "garden-after-seeds": {
    kind: "boost",
    when: 'product.category == "garden tools" && did("purchase", {"category": "seeds"}, 60) >= 1',
    factor: 1.6,
  },
  "seen-again": { kind: "boost", when: 'did("Product Viewed", {"category": product.category}, 30) >= 1', factor: 1.3 },
  "not-twice-a-fortnight": {
    kind: "exclude",
    when: 'did("purchase", {"product": product.code}, 14) >= 1',
  },
  "no-workshop-for-one": {
    kind: "exclude",
    when: 'product.category == "workshop" && customer.household_size == 1 && affinity("workshop") == 0.0',
  },
  "clear-last-pieces": {
    kind: "promote",
    when: "has(product.stock) && product.stock < 30",
    percent: 25,
    slots: ["picks"],
  },
  "families-first": {
    kind: "boost",
    when: 'product.category == "children" && customer.household_size >= 3',
    factor: 1.3,
  },
  gifts: { kind: "boost", when: 'context.slot == "picks" && "gift" in product.tags', factor: 1.2 },
  "kitchen-for-cooks": {
    kind: "boost",
    when: 'product.category == "kitchen" && did("purchase", {"category": "kitchen"}, 180) >= 2',
    factor: 1.25,
  },
  "after-a-registration": {
    kind: "boost",
    when: 'product.category == "outdoor" && did("Product Registered", {"category": "outdoor"}, 180) >= 1',
    factor: 1.4,
  },
};

function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`The bench's own programme was refused: ${JSON.stringify(result.error)}`);
  return result.value;
}
