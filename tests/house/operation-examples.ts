import { readTemplates } from "#entry/read-templates.ts";
import { join } from "node:path";
import { feedProduct } from "./lived-feeds.ts";
import { HOUSE_CALL, HOUSE_DEVICE } from "./lived-forms.ts";
import { HOUSE_PREDICTION } from "./lived-predictions.ts";
import { HOUSE_IMPORT, tillMapping, WAITING_IMPORT } from "./lived-imports.ts";
import { basketTrigger, HOUSE_MESSAGE } from "./lived-triggers.ts";
import { HOUSE_ENDPOINT } from "./lived-webhooks.ts";
import { root } from "./tree.ts";

/** What a test sends to an operation; `code`, `number` and the like are those of a station that lived some days. */
export type Example = {
  readonly path?: Readonly<Record<string, string>>;
  readonly search?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is no JSON. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
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
    ...accountExamples(known),
    ...householdExamples(known),
    ...predictExamples(known),
    ...segmentExamples(known),
    ...messageExamples(known),
    ...sendExamples(known),
    ...triggerExamples,
    ...catalogueExamples(known),
    ...feedExamples,
    ...importExamples,
    ...outboundExamples,
    ...ingestExamples,
    ...formExamples,
    ...callExamples(known),
    ...ownExamples(known),
  };
}

function ownExamples({ customer }: Known): Record<string, Example> {
  return {
    getOwnSite: {},
    examineStation: {},
    putOwnSite: { body: { released: ["purchases"], correctable: ["first_name"] } },
    listSharedNotes: { path: { code: customer } },
    listPushDevices: { path: { code: customer } },
    endPushDevice: { path: { code: customer, id: "device_unknown" } },
    renewOwnSite: { path: { code: customer } },
    exportCustomer: { path: { code: customer } },
    eraseCustomer: { path: { code: customer } },
  };
}

function predictExamples({ customer }: Known): Record<string, Example> {
  const path = { code: HOUSE_PREDICTION };
  const rule = { code: "likely-buyers" };
  return {
    putPrediction: { path, body: { title: "Groups of buyers", task: "cluster" } },
    listPredictions: {},
    getPrediction: { path },
    trainPrediction: { path },
    listPredictionRuns: { path },
    listPredictionModels: { path },
    promotePredictionModel: { path, body: { version: 2 } },
    listCustomerScores: { path: { code: customer } },
    putPredictionRule: {
      path: rule,
      body: { title: "Likely buyers", kind: "propensity", prediction: "activity", threshold: 0.6 },
    },
    listPredictionRules: {},
    listPredictionRuleVersions: { path: rule },
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

function accountExamples({ customer, otherCustomer }: Known): Record<string, Example> {
  const path = { code: "CARD-1" };
  const holders = [
    { customer, role: "primary" },
    { customer: otherCustomer, role: "joint" },
  ];
  return {
    putAccount: {
      path,
      body: { kind: "card", currency: "GBP", openedOn: "2024-05-01", bands: { credit_limit: "2000-5000" }, holders },
    },
    getAccount: { path },
    listCustomerAccounts: { path: { code: customer } },
    recordAccountActivities: {
      path,
      body: {
        source: "cards",
        activities: [{ activityId: "a-1", at: 1_795_000_000_000, kind: "purchase", amountMinor: 1_250 }],
      },
    },
    listAccountActivities: { path, search: page },
  };
}

function householdExamples({ customer, otherCustomer }: Known): Record<string, Example> {
  return {
    putHousehold: { path: { code: "H-1" }, body: { members: [customer, otherCustomer] } },
    getHousehold: { path: { code: "H-1" } },
    getCustomerHousehold: { path: { code: customer } },
    putHouseholdRule: { body: { attributes: ["city"] } },
    getHouseholdRule: {},
  };
}

function segmentExamples({ customer }: Known): Record<string, Example> {
  const path = { code: "families" };
  const when = `customer.household_size >= 2 && did("purchase", {"category": "seeds"}, 90) >= 1`;
  return {
    listSegments: { search: page },
    countSegment: { body: { when, exact: true } },
    getSegment: { path },
    putSegment: { path: { code: "seed-families" }, body: { title: "Seed families", when } },
    deleteSegment: { path: { code: "long-not-seen" } },
    listSegmentMembers: { path, search: page },
    explainMembership: { path: { ...path, customer } },
    listSegmentChanges: { path, search: page },
    listMembershipChanges: { search: page },
  };
}

function messageExamples({ customer, product, messageNumber }: Known): Record<string, Example> {
  const path = { code: "weekly-picks" };
  return {
    listNewsletters: { search: page },
    getNewsletter: { path },
    getSendTime: { path },
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
    previewLetter: { path, search: { customer } },
    sizeLetter: { path, search: { customer } },
    makeLabels: { body: { customers: [customer] } },
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
    listDeadLetters: { search: page },
    replayDeadLetter: { path: { id: "1" } },
    getSending: {},
    closeBreaker: { body: { subject: "news.vendor.example>google" } },
  };
}

function sendExamples({ customer }: Known): Record<string, Example> {
  return {
    sendMessage: {
      headers: { "idempotency-key": '"house-1"' },
      body: {
        to: { customer },
        template: { name: "service-notice" },
        data: { notice: { title: "Your order", paragraphs: ["It arrives on Tuesday."] } },
      },
    },
    cancelMessage: { path: { number: String(HOUSE_MESSAGE) } },
  };
}

const trigger = { path: { code: "left-basket" } };

const triggerExamples: Record<string, Example> = {
  listTriggers: { search: page },
  getTrigger: trigger,
  putTrigger: { path: { code: "new-basket" }, body: basketTrigger },
  changeTriggerState: { path: { code: "new-basket" }, body: { state: "live" } },
  rehearseTrigger: { ...trigger, search: { days: "30" } },
  countTriggerEntries: trigger,
  listTriggerEntries: { ...trigger, search: { ...page, outcome: "waiting" } },
};

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

const endpoint = { id: HOUSE_ENDPOINT };

const outboundExamples: Record<string, Example> = {
  createWebhookEndpoint: { body: { url: "https://erp.vendor.example/in", types: ["customer.created"] } },
  listWebhookEndpoints: { search: page },
  getWebhookEndpoint: { path: endpoint },
  changeWebhookEndpoint: { path: endpoint, body: { description: "ERP" } },
  rotateWebhookSecret: { path: endpoint },
  testWebhookEndpoint: { path: endpoint },
  listWebhookDeliveries: { path: endpoint, search: page },
  replayWebhookDelivery: { path: { ...endpoint, number: "1" } },
  replayWebhookDeliveries: { path: endpoint, body: { since: 0 } },
  deleteWebhookEndpoint: { path: endpoint },
  exportData: { path: { kind: "events" }, search: { personal: "yes" } },
  postInboundEmail: {
    search: { to: "b+abcdefghijklmnopqrstuvwxyz@bounce.vendor.example" },
    headers: { "content-type": "message/rfc822" },
    bytes: Uint8Array.from(Buffer.from("From: <>\r\nSubject: Undeliverable\r\n\r\n550 5.1.1 User unknown\r\n")),
  },
  listRestored: {},
  releaseRestored: { body: { newsletter: "weekly-picks" } },
  cancelRestored: { body: { newsletter: "weekly-picks" } },
};

const feedExamples: Record<string, Example> = {
  listFeeds: {},
  getFeed: { path: { code: "shop" } },
  putFeed: {
    path: { code: "spring" },
    body: {
      title: "Spring",
      url: "https://feeds.shop.example/products.xml",
      schedule: { at: ["06:00"], zone: "Europe/Berlin" },
      form: { kind: "xml" },
      mapping: { like: "google-merchant" },
    },
  },
  deleteFeed: { path: { code: "spring" } },
  startFeedRun: { path: { code: "shop" }, search: { dry: "true" }, body: [feedProduct("FED-2")] },
  listFeedRuns: { path: { code: "shop" }, search: page },
  getFeedRun: { path: { code: "shop", run: "1" } },
  decideFeedRun: { path: { code: "shrunken", run: "3" }, body: { decision: "discard" } },
  putImage: {
    bytes: Uint8Array.from(
      Buffer.from(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
        "base64",
      ),
    ),
  },
};

const importExamples: Record<string, Example> = {
  putImportMapping: { path: { name: "till" }, body: tillMapping },
  listImportMappings: {},
  getImportMapping: { path: { name: "till" } },
  createImport: { body: { mapping: "till", fileName: "till.csv" } },
  putImportData: {
    path: { id: WAITING_IMPORT },
    bytes: Uint8Array.from(Buffer.from("card,receipt,time,article,sum,store\nX1,R9,2026-11-20,SPADE,1.00,\n")),
  },
  listImports: { search: page },
  getImport: { path: { id: HOUSE_IMPORT } },
  getImportRejects: { path: { id: HOUSE_IMPORT } },
  listReferenceCodes: {},
  getReferenceCodes: { path: { vocabulary: "pos-stores" } },
  putReferenceCodes: { path: { vocabulary: "pos-stores" }, body: { label: "Stores", codes: { S7: "high-street" } } },
  undoImport: { path: { id: WAITING_IMPORT } },
};

const settingsExamples: Record<string, Example> = {
  getPrintSettings: {},
  putPrintSettings: {
    body: { paper: "letter-us", prices: [{ country: "US", letterMinor: 98 }], dailyLimitMinor: 5_000 },
  },
  getSmsSettings: {},
  putSmsSettings: {
    body: {
      senders: [{ sender: "+12025550123", perSecond: 1 }],
      currency: "USD",
      prices: [{ country: "US", perThousandMinor: 790 }],
      dailyLimitMinor: 5_000,
    },
  },
  getVoiceSettings: {},
  putVoiceSettings: {
    body: {
      callers: [{ sender: "+12025550123" }],
      prices: [{ country: "US", perThousandMinor: 1_400 }],
      dailyLimitMinor: 5_000,
      onMachine: "leave_message",
    },
  },
  listVoiceMenus: {},
  getVoiceMenu: { path: { code: "main" } },
  putVoiceMenu: {
    path: { code: "main" },
    body: {
      language: "en",
      steps: [
        {
          kind: "ask",
          name: "main",
          text: "Thank you for calling {vendor}.",
          choices: [
            { key: "1", label: "For our hours", to: "hours" },
            { key: "9", label: "For no more calls", to: "stop" },
          ],
        },
        { kind: "say", name: "hours", text: "People are here from nine to five.", next: "main" },
        { kind: "opt_out", name: "stop", text: "You get no more calls from us." },
      ],
    },
  },
  sizeText: { body: { text: "Your picks are here.", to: "+12025550123" } },
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

const formExamples: Record<string, Example> = {
  putForm: {
    path: { code: "one-question" },
    body: {
      definition: {
        locale: "en",
        title: { en: "One question" },
        thanks: { en: "Thank you." },
        fields: [{ name: "why", kind: "short_text", label: { en: "Why?" }, target: { to: "answer", question: "why" } }],
      },
    },
  },
  getForm: { path: { code: "one-question" } },
  submitForm: {
    path: { code: "one-question" },
    body: { responseId: "r-1", version: 1, locale: "en", answers: { why: "Because." } },
  },
  listFormResponses: { path: { code: "one-question" }, search: page },
  countFormAnswers: { path: { code: "one-question" } },
  registerDevice: { body: { label: "Till 7" } },
  listForms: {},
  listDevices: {},
  revokeDevice: { path: { id: HOUSE_DEVICE } },
};

const call = { id: HOUSE_CALL };

function callExamples({ customer }: Known): Record<string, Example> {
  const wording = "May we write to you about new things?";
  return {
    lookUpCallers: { body: { by: "name", value: "Lovelace" } },
    startCall: { body: { customer, agent: "agent-7", reference: "cti-4711" } },
    getCall: { path: call },
    noteCall: { path: call, body: { noteId: "n-1", note: "Asked for a catalogue.", category: "seeds" } },
    listDispositions: {},
    listCallForms: {},
    getCallForm: { path: { ...call, code: "one-question" } },
    answerCallForm: {
      path: { ...call, code: "one-question" },
      body: { responseId: "r-1", version: 1, locale: "en", answers: { why: "Because." } },
    },
    getCallPreferences: { path: call },
    putCallPreferences: { path: call, body: { newsletters: [{ code: "weekly-picks", isOn: true }], wording } },
    optOutCaller: { path: call, body: { wording } },
    endCall: { path: call },
  };
}
