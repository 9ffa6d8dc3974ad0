import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * "When this happens, then that message." Its message side (template, slots, class, topic, state) is a programme in
 * `newsletters` of kind "trigger", so that claim, consent, caps and sending are those of every message.
 */
export const triggers = sqliteTable("triggers", {
  /** never given twice: entries of one that is gone belong to nobody */
  id: integer().primaryKey({ autoIncrement: true }),
  code: text().notNull().unique(),
  newsletterId: integer("newsletter_id").notNull().unique(),
  /** JSON of TriggerInput (messages/triggers/trigger.ts) */
  definition: text().notNull(),
  /** draft | live | paused */
  state: text().notNull().default("draft"),
  /** since when it is live: what was known before does not fire */
  liveSince: integer("live_since"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** One customer who came in once, by the entry key that her trigger's re-entry rule makes. */
export const triggerEntries = sqliteTable(
  "trigger_entries",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    triggerId: integer("trigger_id").notNull(),
    customerId: integer("customer_id").notNull(),
    /** "" where she comes in once ever; else an order's id, the number of the event, a date */
    entryKey: text("entry_key").notNull(),
    /** when it happened that let her in, as its teller says */
    enteredAt: integer("entered_at").notNull(),
    dueAt: integer("due_at").notNull(),
    /** the id in its log of what let her in */
    logId: integer("log_id").notNull(),
    /** 1: she is in the group that gets nothing, so that the effect can be measured */
    isHeldOut: integer("is_held_out").notNull().default(0),
    /** null for who is held out */
    messageId: integer("message_id"),
  },
  (table) => [
    uniqueIndex("trigger_entries_once").on(table.customerId, table.triggerId, table.entryKey),
    index("trigger_entries_by_trigger").on(table.triggerId, table.id),
    uniqueIndex("trigger_entries_by_message")
      .on(table.messageId)
      .where(sql`message_id is not null`),
  ],
);

/** How far the trigger pass has come in each log. */
export const triggerCursors = sqliteTable("trigger_cursors", {
  /** events | segments | consents | dates */
  log: text().primaryKey(),
  /** the last id seen; of dates the customer's, within `day` */
  position: integer().notNull(),
  /** epoch day of the walk over all customers, of dates alone */
  day: integer(),
  updatedAt: integer("updated_at").notNull(),
});

/** What a message was given to say: of a transactional send its caller's data, of a triggered one those of its event. */
export const messageData = sqliteTable(
  "message_data",
  {
    messageId: integer("message_id").primaryKey(),
    customerId: integer("customer_id").notNull(),
    /** JSON, as the template's inputs declare it */
    data: text().notNull(),
  },
  (table) => [index("message_data_by_customer").on(table.customerId)],
);

/** Requests that must have their effect once, by the keyed hash of caller, operation and key. Kept for 24 hours. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    keyHash: text("key_hash").primaryKey(),
    /** keyed hash of the body: another one under the same key is a mistake */
    bodyHash: text("body_hash").notNull(),
    messageId: integer("message_id"),
    /** JSON of what was answered, but for the message's number */
    answer: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index("idempotency_keys_by_time").on(table.at)],
);
