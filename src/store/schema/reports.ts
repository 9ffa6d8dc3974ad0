import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A message that did not arrive this time, while there is somebody: several in a row make the address rest. */
export const softBounces = sqliteTable(
  "soft_bounces",
  {
    messageId: integer("message_id").primaryKey(),
    customerId: integer("customer_id").notNull(),
    /** of the address that was written to */
    addressHash: text("address_hash").notNull(),
    channel: text().notNull(),
    reason: text().notNull(),
    sentAt: integer("sent_at").notNull(),
    at: integer().notNull(),
  },
  (table) => [
    index("soft_bounces_by_address").on(table.addressHash, table.channel, table.at),
    index("soft_bounces_by_customer").on(table.customerId),
    index("soft_bounces_by_age").on(table.at),
  ],
);

/** A report that named a provider's id before it was written with its message: it waits for an hour. */
export const parkedReports = sqliteTable(
  "parked_reports",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    provider: text().notNull(),
    providerId: text("provider_id").notNull(),
    /** JSON of DeliveryReport (channels/report.ts): codes and times, no address */
    report: text().notNull(),
    parkedAt: integer("parked_at").notNull(),
  },
  (table) => [uniqueIndex("parked_reports_once").on(table.provider, table.providerId, table.report)],
);
