import { sql } from "drizzle-orm";
import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * What happened and stands in no table that only grows: outcomes of messages, merges, erasures. Triggers write it
 * (triggers.sql), so that no way of changing a row can forget to, and only while some webhook listens.
 */
export const happenings = sqliteTable(
  "happenings",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** a webhook event type */
    type: text().notNull(),
    /** 0 where nobody is named any more */
    customerId: integer("customer_id").notNull(),
    /** the message's number, or the customer's code */
    subject: text().notNull(),
  },
  (table) => [index("happenings_by_customer").on(table.customerId)],
);

/** Where another system hears of what happens. */
export const webhookEndpoints = sqliteTable("webhook_endpoints", {
  id: text().primaryKey(),
  url: text().notNull(),
  description: text().notNull().default(""),
  /** JSON array of event types */
  types: text().notNull(),
  /** JSON array of contact values that its payloads name beside codes: email | phone */
  discloses: text().notNull().default("[]"),
  /** active | disabled | deleted */
  state: text().notNull(),
  /** operator | gone | failing */
  disabledReason: text("disabled_reason"),
  disabledAt: integer("disabled_at"),
  /** AES-256-GCM of the whsec_ secret; the one before it signs beside it until old_secret_until */
  secret: blob({ mode: "buffer" }).notNull(),
  oldSecret: blob("old_secret", { mode: "buffer" }),
  oldSecretUntil: integer("old_secret_until"),
  /** the first failure since the last success; null while deliveries arrive */
  failingSince: integer("failing_since"),
  lastSuccessAt: integer("last_success_at"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** How far each source of webhook events was read. */
export const webhookCursors = sqliteTable("webhook_cursors", {
  source: text().primaryKey(),
  position: integer().notNull(),
});

/** An event as it is told. Its id is the webhook-id of every delivery of it. */
export const webhookEvents = sqliteTable(
  "webhook_events",
  {
    id: text().primaryKey(),
    type: text().notNull(),
    customerId: integer("customer_id").notNull(),
    at: integer().notNull(),
    /** JSON; codes and numbers, never an address */
    data: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("webhook_events_by_customer").on(table.customerId),
    index("webhook_events_by_time").on(table.createdAt),
  ],
);

/** One event on its way to one endpoint: pending → delivered | failed. */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    endpointId: text("endpoint_id").notNull(),
    eventId: text("event_id")
      .notNull()
      .references(() => webhookEvents.id, { onDelete: "cascade" }),
    /** pending | delivered | failed */
    state: text().notNull().default("pending"),
    attempts: integer().notNull().default(0),
    /** when it is due; while somebody tries, when somebody else may */
    nextAt: integer("next_at").notNull(),
    /** grows with each try: who comes late changes nothing */
    fence: integer().notNull().default(0),
    /** the last answer's HTTP status, or why there was none */
    status: integer(),
    fault: text(),
    durationMs: integer("duration_ms"),
    lastTriedAt: integer("last_tried_at"),
    finishedAt: integer("finished_at"),
  },
  (table) => [
    uniqueIndex("webhook_deliveries_once").on(table.eventId, table.endpointId),
    index("webhook_deliveries_by_endpoint").on(table.endpointId, table.id),
    index("webhook_deliveries_due")
      .on(table.endpointId, table.nextAt)
      .where(sql`state = 'pending'`),
  ],
);
