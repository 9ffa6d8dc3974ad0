import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where a fact came from: every fact table carries these four. */
const provenance = {
  at: integer().notNull(),
  receivedAt: integer("received_at").notNull(),
  /** e-commerce | registration | survey | call-centre | point-of-sale | web | import | … */
  source: text().notNull(),
  channel: text().notNull().default(""),
};

/** A customer under the vendor's code, with the primary contact values that planning and claiming join on. */
export const customers = sqliteTable(
  "customers",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    code: text().notNull().unique(),
    firstName: text("first_name"),
    lastName: text("last_name"),
    locale: text().notNull().default("en"),
    zone: text().notNull().default("UTC"),
    country: text(),
    birthOn: text("birth_on"),
    /** Primary contact values, projected from identities; the hashes are keyed and survive erasure in suppressions. */
    email: text(),
    emailHash: text("email_hash"),
    phone: text(),
    phoneHash: text("phone_hash"),
    /** 1 while consent to be tracked stands (projected from consents). */
    isTracked: integer("is_tracked").notNull().default(0),
    /** Set when this record was merged into another: facts moved, the code still resolves. */
    mergedInto: integer("merged_into"),
    erasedAt: integer("erased_at"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** JSON: column → [source, at, 1 where it is only a claim]; `rest` for those without one (facts/origins.ts) */
    origins: text(),
  },
  (table) => [
    index("customers_by_email").on(table.emailHash),
    index("customers_by_phone").on(table.phoneHash),
    // An agent looks a caller up by the beginning of her name, in whatever case.
    index("customers_by_name")
      .on(sql`last_name collate nocase`)
      .where(sql`last_name is not null`),
    // Who has told no last name is found by her first.
    index("customers_by_first_name")
      .on(sql`first_name collate nocase`)
      .where(sql`last_name is null and first_name is not null`),
    index("customers_by_survivor")
      .on(table.mergedInto)
      .where(sql`merged_into is not null`),
  ],
);

/** Every name under which a customer is known: e-mail, phone, anonymous id, user id of another system. */
export const identities = sqliteTable(
  "identities",
  {
    kind: text().notNull(),
    /** keyed hash of the normalised value: the look-up key */
    hash: text().notNull(),
    value: text().notNull(),
    customerId: integer("customer_id").notNull(),
    at: integer().notNull(),
    source: text().notNull(),
    verifiedAt: integer("verified_at"),
  },
  (table) => [
    primaryKey({ columns: [table.kind, table.hash] }),
    index("identities_by_customer").on(table.customerId, table.kind),
  ],
);

/** What the vendor declared about its customers: each attribute is a typed column `a_<name>` of customer_attributes. */
export const attributeDefinitions = sqliteTable("attribute_definitions", {
  name: text().primaryKey(),
  /** string | int | double | bool | date */
  type: text().notNull(),
  label: text().notNull(),
  /** JSON array of allowed values, or null for any */
  allowed: text(),
  /** JSON array of who may see: operator | agent | customer | dealer | lender */
  visibleTo: text("visible_to").notNull(),
  createdAt: integer("created_at").notNull(),
});

/** The wide projection; columns a_<name> are added when an attribute is declared. */
export const customerAttributes = sqliteTable("customer_attributes", {
  customerId: integer("customer_id").primaryKey(),
  updatedAt: integer("updated_at").notNull(),
  /** as in customers, whose `rest` counts here too */
  origins: text(),
  /** of customer_devices, where rules find it: nobody declares or tells it */
  device: text("a_device"),
});

/** Every event as it came, once for each message id. */
export const events = sqliteTable(
  "events",
  {
    /** never given twice, also after an erasure: what follows the events remembers the last id that it saw */
    id: integer().primaryKey({ autoIncrement: true }),
    messageId: text("message_id").notNull().unique(),
    customerId: integer("customer_id").notNull(),
    /** track | page | screen | group | identify | choice | click */
    kind: text().notNull(),
    name: text().notNull(),
    /** product set category, where the event has one: what rules and scores filter by */
    category: text(),
    productCode: text("product_code"),
    properties: text().notNull().default("{}"),
    ...provenance,
  },
  (table) => [
    // All that is counted of a customer's events, so that predictions and rules read it and never the rows, which lie anywhere.
    index("events_by_customer").on(
      table.customerId,
      table.name,
      table.at,
      table.receivedAt,
      table.kind,
      table.category,
    ),
  ],
);

export const purchases = sqliteTable(
  "purchases",
  {
    /** `<source>:<order id>`: a repeated report of one order changes nothing */
    orderKey: text("order_key").primaryKey(),
    customerId: integer("customer_id").notNull(),
    currency: text().notNull(),
    totalMinor: integer("total_minor").notNull(),
    ...provenance,
  },
  (table) => [
    // All that predictions ask of an order: they read it for every customer, and never the rows.
    index("purchases_by_customer").on(
      table.customerId,
      table.at,
      table.receivedAt,
      table.totalMinor,
      table.currency,
      table.source,
    ),
  ],
);

export const purchaseLines = sqliteTable(
  "purchase_lines",
  {
    orderKey: text("order_key").notNull(),
    lineNo: integer("line_no").notNull(),
    customerId: integer("customer_id").notNull(),
    at: integer().notNull(),
    productCode: text("product_code").notNull(),
    category: text(),
    /** in thousandths: 1.5 kg is 1500; negative for a return */
    quantityMilli: integer("quantity_milli").notNull(),
    amountMinor: integer("amount_minor").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderKey, table.lineNo] }),
    // All that rules and predictions ask of a purchase: they read it for every customer, and never the rows.
    index("purchase_lines_by_customer").on(
      table.customerId,
      table.at,
      table.quantityMilli,
      table.category,
      table.productCode,
      table.amountMinor,
    ),
    index("purchase_lines_by_time").on(table.at),
  ],
);

export const registrations = sqliteTable(
  "registrations",
  {
    id: integer().primaryKey(),
    factKey: text("fact_key").notNull().unique(),
    customerId: integer("customer_id").notNull(),
    productCode: text("product_code").notNull(),
    category: text(),
    serial: text(),
    boughtOn: text("bought_on"),
    ...provenance,
  },
  (table) => [index("registrations_by_customer").on(table.customerId, table.at)],
);

export const surveyAnswers = sqliteTable(
  "survey_answers",
  {
    id: integer().primaryKey(),
    factKey: text("fact_key").notNull().unique(),
    customerId: integer("customer_id").notNull(),
    survey: text().notNull(),
    question: text().notNull(),
    answer: text().notNull(),
    category: text(),
    ...provenance,
  },
  (table) => [index("survey_answers_by_customer").on(table.customerId, table.survey)],
);

/** Notes of the call centre. The text is personal and encrypted (AES-256-GCM, AAD table|row key|column). */
export const contactNotes = sqliteTable(
  "contact_notes",
  {
    id: integer().primaryKey(),
    factKey: text("fact_key").notNull().unique(),
    customerId: integer("customer_id").notNull(),
    disposition: text(),
    category: text(),
    note: blob({ mode: "buffer" }).notNull(),
    ...provenance,
  },
  (table) => [index("contact_notes_by_customer").on(table.customerId, table.at)],
);

/** Demographic facts: the latest value of each name from each source stands. */
export const demographicFacts = sqliteTable(
  "demographic_facts",
  {
    customerId: integer("customer_id").notNull(),
    name: text().notNull(),
    value: text().notNull(),
    ...provenance,
  },
  (table) => [primaryKey({ columns: [table.customerId, table.name, table.source] })],
);

/** Consent as records: never changed, only followed by newer ones. */
export const consents = sqliteTable(
  "consents",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    customerId: integer("customer_id").notNull(),
    /** receive | track */
    purpose: text().notNull(),
    channel: text().notNull().default(""),
    topic: text().notNull().default(""),
    /** granted | withdrawn */
    state: text().notNull(),
    at: integer().notNull(),
    wording: text().notNull(),
    source: text().notNull(),
    /** JSON: what shows that it happened (form version, keyed hash of the address, message number …) */
    proof: text().notNull().default("{}"),
  },
  (table) => [index("consents_by_customer").on(table.customerId, table.purpose, table.channel, table.topic, table.id)],
);

/** The state that the newest record gives, for joins. */
export const consentStates = sqliteTable(
  "consent_states",
  {
    customerId: integer("customer_id").notNull(),
    purpose: text().notNull(),
    channel: text().notNull().default(""),
    topic: text().notNull().default(""),
    isGranted: integer("is_granted").notNull(),
    consentId: integer("consent_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.purpose, table.channel, table.topic] })],
);

/** Whom nothing may be sent to. Keyed by hash, so it outlives the customer. */
export const suppressions = sqliteTable(
  "suppressions",
  {
    addressHash: text("address_hash").notNull(),
    channel: text().notNull(),
    /** "" every programme of the marketing class; otherwise a newsletter code */
    scope: text().notNull().default(""),
    /** unsubscribed | stop | complaint | unknown_recipient | undeliverable | erased | manual */
    reason: text().notNull(),
    source: text().notNull(),
    at: integer().notNull(),
    messageNumber: integer("message_number"),
  },
  (table) => [primaryKey({ columns: [table.addressHash, table.channel, table.scope] })],
);

/** Bad items of a batch that was otherwise taken: kept so that nothing is lost, without personal values in logs. */
export const rejectedItems = sqliteTable(
  "rejected_items",
  {
    id: integer().primaryKey(),
    receivedAt: integer("received_at").notNull(),
    source: text().notNull(),
    /** JSON array of {pointer, message} */
    faults: text().notNull(),
    /** encrypted item as it came */
    item: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [index("rejected_items_by_time").on(table.receivedAt)],
);
