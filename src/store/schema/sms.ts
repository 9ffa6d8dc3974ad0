import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** From which sender a number is written to: the same as long as that sender can. */
export const smsBindings = sqliteTable("sms_bindings", {
  /** keyed hash of the number */
  phoneHash: text("phone_hash").primaryKey(),
  sender: text().notNull(),
  at: integer().notNull(),
});

/** A text that came in: it has its effect once, however often it is told. */
export const smsReplies = sqliteTable(
  "sms_replies",
  {
    /** as the provider names it */
    sid: text().primaryKey(),
    /** keyed hash of the number it came from */
    phoneHash: text("phone_hash").notNull(),
    /** stop | free_text_stop | start | help | menu | needs_person | none */
    reply: text().notNull(),
    at: integer().notNull(),
    /** 1 once all that follows from it is written */
    isDone: integer("is_done").notNull().default(0),
  },
  (table) => [index("sms_replies_by_phone").on(table.phoneHash), index("sms_replies_by_time").on(table.at)],
);
