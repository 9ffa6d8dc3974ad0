import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A form that the vendor hosts here, under its code. */
export const forms = sqliteTable("forms", {
  code: text().primaryKey(),
  /** the newest version: what is shown */
  version: integer().notNull(),
  /** live | off */
  state: text().notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** What a form asked in one of its versions. Never changed: answers and consents name the version that they were given to. */
export const formVersions = sqliteTable(
  "form_versions",
  {
    formCode: text("form_code").notNull(),
    version: integer().notNull(),
    /** JSON of the form's definition, with every word of it */
    definition: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.formCode, table.version] })],
);

/**
 * What an operator is changing in a form, as she typed it: it may still be faulty, and nobody sees it before it is published.
 * One for each form; whoever saves over somebody else's revision is refused.
 */
export const formDrafts = sqliteTable("form_drafts", {
  code: text().primaryKey(),
  /** JSON of what stands in the builder's fields */
  draft: text().notNull(),
  revision: integer().notNull(),
  /** the version that it began with; 0 for a form that is new */
  baseVersion: integer("base_version").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/**
 * A form that somebody sent: when, through what and whose it is. What was answered stands in the fact tables; what was picked
 * from closed lists stands here too, since a fact is replaced by a later one and a count of answers is not.
 */
export const formSubmissions = sqliteTable(
  "form_submissions",
  {
    /** keyed hash of the page's token, or of a device's own id: the same page sent twice is one submission */
    idHash: text("id_hash").primaryKey(),
    formCode: text("form_code").notNull(),
    version: integer().notNull(),
    customerId: integer("customer_id").notNull(),
    /** web | kiosk | api | call-centre */
    channel: text().notNull(),
    /** keyed hash of the /24 or /48 that it came from */
    network: text().notNull(),
    /** keyed hash of the address that was stated; "" where none was */
    addressHash: text("address_hash").notNull(),
    /** JSON array of hints for whoever reads the answers, e.g. "disposable_domain" */
    flags: text().notNull(),
    /** JSON: field → codes that were picked from its closed list; never a word that somebody typed */
    picked: text().notNull().default("{}"),
    at: integer().notNull(),
  },
  (table) => [
    index("form_submissions_by_form").on(table.formCode, table.at),
    index("form_submissions_by_network").on(table.network, table.at),
    index("form_submissions_by_address").on(table.addressHash, table.at),
    index("form_submissions_by_customer").on(table.customerId),
  ],
);

/**
 * Answers that wait for the owner of an address to say that it was she. They are sealed, and nobody's customer knows of them;
 * unconfirmed they are thrown away.
 */
export const formConfirmations = sqliteTable(
  "form_confirmations",
  {
    /** keyed hash of the page's token: the same page sent twice asks once */
    idHash: text("id_hash").primaryKey(),
    formCode: text("form_code").notNull(),
    version: integer().notNull(),
    addressHash: text("address_hash").notNull(),
    network: text().notNull(),
    /** the answers and where they came from; empty once they are confirmed */
    answers: blob({ mode: "buffer" }).notNull(),
    /** held | waiting | confirmed. Nothing is sent for what is held: its address or form had too many. */
    state: text().notNull(),
    sends: integer().notNull(),
    lastSentAt: integer("last_sent_at").notNull(),
    /** JSON array: when each of the mails left, epoch ms, the last one last */
    sentAt: text("sent_at").notNull().default("[]"),
    at: integer().notNull(),
    expiresAt: integer("expires_at").notNull(),
    confirmedAt: integer("confirmed_at"),
    /** 0 until it is confirmed */
    customerId: integer("customer_id").notNull().default(0),
  },
  (table) => [
    index("form_confirmations_by_address").on(table.addressHash, table.lastSentAt),
    index("form_confirmations_by_form").on(table.formCode, table.lastSentAt),
    index("form_confirmations_by_network").on(table.network, table.at),
    index("form_confirmations_by_customer").on(table.customerId),
    index("form_confirmations_by_end")
      .on(table.expiresAt)
      .where(sql`state <> 'confirmed'`),
  ],
);

/** A device in a shop that shows forms: registered by an operator, and sent away by one. */
export const kioskDevices = sqliteTable("kiosk_devices", {
  id: text().primaryKey(),
  label: text().notNull(),
  createdAt: integer("created_at").notNull(),
  revokedAt: integer("revoked_at"),
});
