import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where letters to a customer go, followed from her name and attributes (src/customers/postal). */
export const postalAddresses = sqliteTable(
  "postal_addresses",
  {
    customerId: integer("customer_id").primaryKey(),
    /** addressee, two lines, city, region, postcode, country: a line each */
    address: text().notNull(),
    /** keyed hash of the same in one spelling */
    hash: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index("postal_addresses_by_hash").on(table.hash)],
);

/**
 * Customers whose name or attributes changed since their address was followed; each change raises `mark`. Customer 0 stands for
 * everybody: `mark` is the last of them who was looked at.
 */
export const postalQueue = sqliteTable("postal_queue", {
  customerId: integer("customer_id").primaryKey(),
  mark: integer().notNull().default(1),
});
