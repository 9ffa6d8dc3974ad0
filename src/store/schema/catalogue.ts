import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A product set: what the vendor offers, as one thing to be chosen. */
export const productSets = sqliteTable(
  "product_sets",
  {
    id: integer().primaryKey(),
    code: text().notNull().unique(),
    category: text().notNull(),
    priceMinor: integer("price_minor").notNull(),
    currency: text().notNull(),
    imageUrl: text("image_url").notNull(),
    linkUrl: text("link_url").notNull(),
    /** JSON array of strings */
    tags: text().notNull().default("[]"),
    /** JSON object of the vendor's product attributes */
    attributes: text().notNull().default("{}"),
    validFrom: integer("valid_from"),
    validUntil: integer("valid_until"),
    /** null: not limited */
    stock: integer(),
    isRepurchasable: integer("is_repurchasable").notNull().default(0),
    launchedAt: integer("launched_at").notNull(),
    /** live | withdrawn */
    state: text().notNull().default("live"),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("product_sets_by_image").on(table.imageUrl)],
);

/** Words of a product set per locale and channel ("" is every channel). */
export const productCopy = sqliteTable(
  "product_copy",
  {
    productId: integer("product_id").notNull(),
    locale: text().notNull(),
    channel: text().notNull().default(""),
    title: text().notNull(),
    body: text().notNull(),
    callToAction: text("call_to_action").notNull().default(""),
  },
  (table) => [primaryKey({ columns: [table.productId, table.locale, table.channel] })],
);

/** The vendor's rules. A change is a new version of the row, the old one stays in the audit log. */
export const vendorRules = sqliteTable("vendor_rules", {
  id: integer().primaryKey(),
  name: text().notNull().unique(),
  /** eligible | exclude | boost | pin | promote */
  kind: text().notNull(),
  /** CEL source */
  source: text().notNull(),
  /** JSON array of slot names; [] is every slot */
  slots: text().notNull().default("[]"),
  /** multiplier of a boost, position of a pin, per cent of a promotion */
  amount: real(),
  priority: integer().notNull().default(0),
  startsAt: integer("starts_at"),
  endsAt: integer("ends_at"),
  /** live | off */
  state: text().notNull().default("live"),
  version: integer().notNull().default(1),
  updatedAt: integer("updated_at").notNull(),
});

/** A published template version is never changed: messages are pinned to it. */
export const templateVersions = sqliteTable(
  "template_versions",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    version: integer().notNull(),
    /** JSON of CompiledTemplate (templates/compile-template.ts) */
    compiled: text().notNull(),
    /** JSON of TemplateSource */
    source: text().notNull(),
    publishedAt: integer("published_at").notNull(),
  },
  (table) => [uniqueIndex("template_versions_key").on(table.name, table.version)],
);
