import { readTemplates } from "#entry/read-templates.ts";
import { join } from "node:path";
import { root } from "./tree.ts";

/** What a test sends to an operation; `code`, `number` and the like are those of a station that lived some days. */
export type Example = {
  readonly path?: Readonly<Record<string, string>>;
  readonly search?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type Known = {
  readonly customer: string;
  readonly otherCustomer: string;
  readonly product: string;
  readonly otherProduct: string;
  readonly messageNumber: string;
  readonly keyId: string;
  readonly operatorId: string;
};

const item = (type: string, more: object) => ({
  type,
  messageId: `m-${type}`,
  timestamp: "2026-11-22T09:00:00Z",
  ...more,
});
const page = { limit: "3" };

/** One good call of every operation, in the order in which they can be made after each other. */
export function examplesFor(known: Known): Readonly<Record<string, Example>> {
  return {
    ...accessExamples(known),
    ...customerExamples(known),
    ...messageExamples(known),
    ...catalogueExamples(known),
    ...ingestExamples,
  };
}

function accessExamples({ keyId, operatorId }: Known): Record<string, Example> {
  return {
    createKey: { body: { name: "shop", scopes: ["ingest"] } },
    listKeys: { search: page },
    revokeKey: { path: { id: keyId } },
    listOperators: { search: page },
    createOperator: {
      body: { name: "Vera", email: "vera@vendor.example", password: "a first pass phrase", role: "viewer" },
    },
    setRole: { path: { id: operatorId }, body: { role: "owner" } },
    setPassword: { path: { id: operatorId }, body: { password: "another pass phrase" } },
    listAudit: { search: page },
  };
}

function customerExamples({ customer, otherCustomer, product }: Known): Record<string, Example> {
  const path = { code: customer };
  const address = { channel: "email", address: "somebody@people.example" };
  return {
    listCustomers: { search: page },
    getCustomer: { path },
    putCustomer: { path, body: { firstName: "Ada", zone: "Europe/Paris", attributes: { household_size: 3 } } },
    mergeCustomers: { path, body: { from: otherCustomer } },
    recordPurchase: {
      path,
      body: {
        orderId: "o-1",
        currency: "GBP",
        lines: [{ productCode: product, quantityMilli: 1_000, amountMinor: 900 }],
      },
    },
    recordRegistration: { path, body: { registrationId: "r-1", productCode: product, boughtOn: "2026-11-01" } },
    recordSurveyAnswers: {
      path,
      body: { responseId: "s-1", survey: "spring", answers: [{ question: "garden", answer: "yes" }] },
    },
    recordContactNote: { path, body: { noteId: "n-1", note: "Asked for a catalogue." } },
    recordDemographics: { path, body: { facts: [{ name: "home", value: "owner" }] } },
    recordConsent: {
      path,
      body: { purpose: "receive", channel: "email", topic: "weekly-picks", state: "granted", wording: "Yes, please." },
    },
    listConsents: { path },
    suppressAddress: { body: address },
    findSuppression: { body: address },
    liftSuppression: { body: address },
    listAttributes: {},
    declareAttribute: { path: { name: "pets" }, body: { type: "int", visibleTo: ["operator"] } },
  };
}

function messageExamples({ customer, product, messageNumber }: Known): Record<string, Example> {
  const path = { code: "weekly-picks" };
  return {
    listNewsletters: { search: page },
    getNewsletter: { path },
    putNewsletter: {
      path: { code: "spring" },
      body: {
        title: "Spring",
        topic: "spring",
        templateName: "weekly-picks",
        slots: [{ name: "hero", size: 1 }],
        defaultPace: { kind: "days", every: 1 },
        defaultMinute: 540,
        priority: 0,
        graceHours: 24,
      },
    },
    previewNewsletter: { path, search: { customer } },
    changeNewsletterState: { path, body: { state: "paused" } },
    subscribeByDefault: { path },
    getPreferences: { path: { code: customer } },
    putPreferences: {
      path: { code: customer },
      body: { newsletters: [{ code: "weekly-picks", isOn: true }], source: "call-centre", wording: "Yes, please." },
    },
    listDue: { search: { hours: "48" } },
    listMessages: { search: page },
    getMessage: { path: { number: messageNumber } },
    explainMessage: { path: { number: messageNumber }, search: { product } },
  };
}

function catalogueExamples({ product, otherProduct }: Known): Record<string, Example> {
  const set = {
    category: "garden tools",
    priceMinor: 4_250,
    currency: "GBP",
    imageUrl: "http://127.0.0.1:8787/spade.svg",
    linkUrl: "http://127.0.0.1:8787/products/spade",
    copy: [{ locale: "en", title: "Border spade" }],
  };
  const rule = { kind: "boost", when: "product.price >= 1500", factor: 1.1 };
  const [template] = readTemplates(join(root, "templates"));
  const { name = "", ...source } = template ?? {};
  return {
    listProductSets: { search: page },
    putProductSets: { body: { products: [{ code: "SPADE-9", ...set }] } },
    getProductSet: { path: { code: product } },
    putProductSet: { path: { code: "SPADE-8" }, body: set },
    withdrawProductSet: { path: { code: otherProduct } },
    adjustStock: { path: { code: "SPADE-8" }, body: { to: 20 } },
    listRules: { search: page },
    checkRule: { body: { when: rule.when } },
    getRule: { path: { name: "good-margin-first" } },
    putRule: { path: { name: "a-new-one" }, body: rule },
    switchOffRule: { path: { name: "families-first" } },
    getVocabulary: {},
    putVocabulary: { body: { product: { margin: "int" }, context: {} } },
    listTemplates: {},
    getTemplate: { path: { name: "weekly-picks" } },
    listTemplateVersions: { path: { name: "weekly-picks" }, search: page },
    publishTemplate: { path: { name }, body: source },
    ...settingsExamples,
  };
}

const settingsExamples: Record<string, Example> = {
  getHosts: {},
  putHosts: { body: { hosts: ["http://127.0.0.1:8787", "fernhill.example"] } },
  getSender: {},
  putSender: {
    body: {
      vendor: {
        name: "Fernhill",
        websiteUrl: "https://fernhill.example/",
        logoUrl: "https://fernhill.example/logo.png",
        postalAddress: "Simulated Lane 1, Nowhere 00000",
        colour: "#2e5d4b",
      },
      fromName: "Fernhill",
      fromAddress: "hello@fernhill.example",
      domain: "news.fernhill.example",
    },
  },
};

const ingestExamples: Record<string, Example> = {
  identify: { body: item("identify", { userId: "c-new", traits: { firstName: "Eve" } }) },
  track: { body: item("track", { userId: "c-new", event: "Product Viewed", properties: { category: "seeds" } }) },
  page: { body: item("page", { userId: "c-new", name: "Home" }) },
  screen: { body: item("screen", { userId: "c-new", name: "Home" }) },
  group: { body: item("group", { userId: "c-new", groupId: "g-1", traits: {} }) },
  alias: { body: item("alias", { userId: "c-new", previousId: "anonymous-1" }) },
  batch: { body: { batch: [{ ...item("track", { userId: "c-new", event: "Seen" }), messageId: "m-batch" }] } },
  import: { body: { batch: [{ ...item("track", { userId: "c-new", event: "Seen" }), messageId: "m-import" }] } },
};
