import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * On what a customer reads: how many of her newest clicks came from which class of device. Worked out of the clicks of people
 * alone (src/clicks/devices); rules read `device` as an attribute, where it is kept too.
 */
export const customerDevices = sqliteTable("customer_devices", {
  customerId: integer("customer_id").primaryKey(),
  /** phone | pda | tablet | desktop: what most of them came from */
  device: text().notNull(),
  phone: integer().notNull(),
  pda: integer().notNull(),
  tablet: integer().notNull(),
  desktop: integer().notNull(),
  /** DEVICE_VERSION that counted them */
  version: integer().notNull(),
});
