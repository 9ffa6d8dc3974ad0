import { putVocabulary } from "#catalogue/put-vocabulary.ts";
import { putProductSets } from "#catalogue/products/put-product-sets.ts";
import type { ProductSetInput } from "#catalogue/products/product-set.ts";
import { putVendorRule } from "#catalogue/rules/put-vendor-rule.ts";
import { putSetting } from "#catalogue/settings.ts";
import { plantForms } from "#entry/plant-forms.ts";
import { publishTemplate } from "#catalogue/templates/publish-template.ts";
import { declareAttribute } from "#customers/declare-attribute.ts";
import { ingestItems } from "#customers/ingest/ingest-items.ts";
import { DAY_MS } from "#kernel/clock.ts";
import type { Problem } from "#kernel/problem.ts";
import { seededRandom } from "#kernel/random.ts";
import type { Result } from "#kernel/result.ts";
import { putNewsletter } from "#messages/newsletters/put-newsletter.ts";
import { putSmsSettings, smsSettingsBody } from "#messages/sms/sms-settings.ts";
import { putVoiceSettings, voiceSettingsBody } from "#messages/voice/voice-settings.ts";
import { printSettingsBody, putPrintSettings } from "#messages/print/print-settings.ts";
import { savePreferences } from "#messages/preferences/save-preferences.ts";
import { subscribeByDefault } from "#messages/newsletters/subscribe-by-default.ts";
import { putPrediction } from "#predict/registry/put-prediction.ts";
import { putSegment } from "#segments/put-segment.ts";
import type { Sender } from "#messages/content/shelf.ts";
import type { TemplateSource } from "#templates/template-source.ts";
import { chunksOf } from "#store/json-rows.ts";
import type { Ring } from "#entry/compose-ring.ts";
import { fillAccounts } from "./accounts.ts";
import { type DemoProduct, demoProducts, vendorName } from "./assortment.ts";
import { historyItems, identifyItem, type IngestItem } from "./history.ts";
import { type DemoPerson, demoPeople } from "./people.ts";
import { takeNotices } from "./take-notices.ts";
import { newsletters, rules } from "./programme.ts";
import { predictions } from "./predictions.ts";
import { segments } from "./segments.ts";

export type DemoWorld = { readonly people: readonly DemoPerson[]; readonly products: readonly DemoProduct[] };

export type FillInput = {
  readonly ring: Ring;
  readonly seed: number;
  readonly customers: number;
  readonly publicUrl: string;
  readonly templates: readonly TemplateSource[];
};

const actor = { kind: "system", id: "demo" } as const;
const caller = { kind: "operator", id: "demo", scopes: [] } as const;
const HISTORY_DAYS = 180;

/** Two senders of the simulated vendor, and what its provider would ask. */
const texts = smsSettingsBody.parse({
  senders: [
    { sender: "+447700900001", countries: ["GB"], perSecond: 5 },
    { sender: "+12125550101", countries: ["US"], perSecond: 5 },
    { sender: "Fernhill", perSecond: 10 },
  ],
  currency: "GBP",
  prices: [
    { country: "GB", perThousandMinor: 3_800 },
    { country: "US", perThousandMinor: 700 },
    { country: "*", perThousandMinor: 8_000 },
  ],
  dailyLimitMinor: 2_000,
  smartReplacement: true,
  help: "hello@fernhill.example",
});

/** Two numbers of the simulated vendor, and what a minute would cost. */
const calls = voiceSettingsBody.parse({
  callers: [{ sender: "+12125550102", countries: ["US"] }, { sender: "+447700900002" }],
  currency: "GBP",
  prices: [{ country: "*", perThousandMinor: 2_400 }],
  dailyLimitMinor: 1_000,
});

/** Letters for the windows of DIN 5008, and what the simulated house would ask. */
const letters = printSettingsBody.parse({
  paper: "letter-din-b",
  homeCountry: "GB",
  addressFields: { city: "city" },
  currency: "GBP",
  prices: [{ country: "*", letterMinor: 85, sheetMinor: 8 }],
  dailyLimitMinor: 5_000,
});

/** Fills an empty database with the simulated programme, through the doors that a vendor would use. */
export async function fillStore(input: FillInput): Promise<DemoWorld> {
  const { ring, seed, customers } = input;
  const now = ring.customers.clock.now();
  const random = seededRandom(seed);
  const products = demoProducts(random);
  const people = demoPeople(random, customers);
  await declareVendor(input, now);
  await fillCatalogue(input, products, now);
  await putSmsSettings({ deps: ring.customers, actor, input: texts });
  await putPrintSettings({ deps: ring.customers, actor, input: letters });
  await putVoiceSettings({ deps: ring.customers, actor, input: calls });
  const views = [];
  for (const newsletter of newsletters)
    views.push(must(await putNewsletter({ deps: ring.customers, actor, input: newsletter })));
  const items: IngestItem[] = people.flatMap((person) => [
    identifyItem(person, now - HISTORY_DAYS * DAY_MS),
    ...historyItems(random, person, { products, until: now, days: HISTORY_DAYS }),
  ]);
  for (const chunk of chunksOf(items, 500)) {
    const answer = await ingestItems(ring.customers, {
      items: chunk,
      sentAt: undefined,
      pointerOf: (index) => `/${index}`,
      sender: "demo",
      isTrusted: true,
    });
    if (answer.rejected.length > 0)
      throw new Error(`The demo's own facts were refused: ${JSON.stringify(answer.rejected[0])}`);
  }
  await fillAccounts(ring, seed, people);
  await takeNotices(ring, people);
  for (const person of people) await choose(ring, person);
  for (const [code, prediction] of predictions)
    must(await putPrediction({ deps: ring.customers, actor, input: { code, prediction } }));
  for (const [code, segment] of segments)
    must(await putSegment({ deps: ring.customers, actor, input: { code, segment } }));
  for (const view of views) await subscribeByDefault(ring.customers, view);
  return { people, products };
}

function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(`The demo's own programme was refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

async function declareVendor({ ring, publicUrl }: FillInput, now: number): Promise<void> {
  const sender: Sender = {
    vendor: {
      name: vendorName,
      websiteUrl: `${publicUrl}/products`,
      logoUrl: `${publicUrl}/demo/logo.svg`,
      postalAddress: "Simulated Lane 1, Nowhere 00000",
      palette: { accent: "#2e5d4b", onAccent: "#fffdfa", accentDark: "#8fc4ae", onAccentDark: "#1c1a17" },
    },
    fromName: vendorName,
    fromAddress: "hello@fernhill.example",
    domain: "news.fernhill.example",
  };
  const hosts = [publicUrl, "fernhill.example"];
  await ring.customers.store.write([putSetting("sender", sender, now), putSetting("hosts", hosts, now)]);
  must(
    await declareAttribute({
      deps: ring.customers,
      actor,
      input: { name: "household_size", type: "int", label: "People in the household", visibleTo: ["operator"] },
    }),
  );
  for (const [name, label] of [
    ["address_line1", "Street"],
    ["address_postcode", "Postcode"],
  ] as const) {
    must(
      await declareAttribute({
        deps: ring.customers,
        actor,
        input: { name, type: "string", label, visibleTo: ["operator"] },
      }),
    );
  }
  must(
    await declareAttribute({
      deps: ring.customers,
      actor,
      input: { name: "city", type: "string", label: "City", visibleTo: ["operator", "dealer"] },
    }),
  );
}

async function fillCatalogue(
  { ring, publicUrl, templates }: FillInput,
  products: readonly DemoProduct[],
  now: number,
): Promise<void> {
  const deps = ring.customers;
  must(await putVocabulary({ deps, actor: caller, input: { product: { margin: "int" }, context: {} } }));
  const sets = products.map((product) => productSet(product, publicUrl, now));
  must(await putProductSets({ deps, actor: caller, input: { products: sets, pointer: "/products" } }));
  for (const [name, rule] of rules) must(await putVendorRule({ deps, actor: caller, input: { name, rule } }));
  for (const template of templates) must(await publishTemplate({ deps, actor: caller, input: template }));
  // Links of the demo lead to itself: its forms can be confirmed.
  await plantForms({ ...deps, canConfirm: async () => true }, "live");
}

function productSet(product: DemoProduct, publicUrl: string, now: number): ProductSetInput {
  const { code, category, priceMinor, stock, title, marginPercent } = product;
  const wordings = [
    { locale: "en", body: `From our ${category} range. Made to be used and mended.` },
    { locale: "de", body: "Gemacht, um benutzt und repariert zu werden." },
    { locale: "fr", body: "Fait pour servir et pour durer." },
    { locale: "ar", body: "صُنع ليُستعمل ويُصلَح." },
  ];
  return {
    code,
    category,
    priceMinor,
    currency: "GBP",
    imageUrl: `${publicUrl}/demo/pictures/${code}.svg`,
    linkUrl: `${publicUrl}/products/${code}`,
    tags: priceMinor < 3_000 ? ["gift"] : [],
    attributes: { margin: marginPercent },
    validFrom: null,
    validUntil: null,
    stock,
    isRepurchasable: category === "seeds",
    state: "live",
    launchedAt: now - 200 * DAY_MS,
    copy: wordings.map(({ locale, body }) => ({ locale, channel: "" as const, title, body, callToAction: "" })),
  };
}

/**
 * Her own dates, pace, quiet hours and limit, as she would set them on her page. Who opens it for one of these saves the whole of
 * it, and so says herself which newsletters she wants.
 */
async function choose(ring: Ring, person: DemoPerson): Promise<void> {
  const hasOwnPace = person.choices.some((choice) => choice.pace !== undefined);
  if (!hasOwnPace && person.quietHours === undefined && person.cap === undefined) return;
  must(
    await savePreferences({
      deps: ring.customers,
      customerCode: person.code,
      choice: {
        newsletters: person.choices.map(({ newsletter, channel = "email" as const, pace, minute }) => ({
          code: newsletter,
          isOn: true,
          channel,
          ...(pace === undefined ? {} : { pace }),
          ...(minute === undefined ? {} : { minute }),
        })),
        ...(person.quietHours === undefined ? {} : { quietHours: person.quietHours }),
        ...(person.cap === undefined ? {} : { cap: person.cap }),
      },
      source: "preferences-page",
      wording: "Simulated choice.",
      proof: {},
    }),
  );
}
