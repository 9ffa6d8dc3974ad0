import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

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
