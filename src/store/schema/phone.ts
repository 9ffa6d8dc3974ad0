import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What the texts or the calls of a day cost, in thousandths of the currency's minor unit. */
export const phoneSpend = sqliteTable(
  "phone_spend",
  {
    /** sms | voice | print */
    channel: text().notNull(),
    /** UTC date */
    day: text().notNull(),
    spentMilli: integer("spent_milli").notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.day] })],
);

/** How far ahead of the clock each sender is used and booked, so that it stays below what its carrier allows. */
export const phoneRates = sqliteTable("phone_rates", {
  /** of texts as it is, of calls with `voice ` before it */
  sender: text().primaryKey(),
  /** epoch ms at which what left is used up */
  usedUntil: integer("used_until").notNull(),
  /** epoch ms up to which those that wait have a place */
  bookedUntil: integer("booked_until").notNull(),
});
