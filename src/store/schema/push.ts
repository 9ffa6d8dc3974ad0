import { sql } from "drizzle-orm";
import { blob, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A browser of hers that agreed to take push messages. Its endpoint is an address and a secret at once. */
export const pushDevices = sqliteTable(
  "push_devices",
  {
    /** unguessable, and part of what is sealed is sealed to */
    id: text().primaryKey(),
    customerId: integer("customer_id").notNull(),
    /** keyed hash: one endpoint is one row, whoever signs in behind it */
    endpointHash: text("endpoint_hash").notNull().unique(),
    /** endpoint and keys, sealed; null when the push service has said that it is gone */
    address: blob({ mode: "buffer" }),
    /** number of the sender's key that it was made with */
    vapidKey: text("vapid_key").notNull(),
    /** host of the push service */
    service: text().notNull(),
    /** what she calls it or, until she does, what its browser calls itself */
    label: text().notNull(),
    createdAt: integer("created_at").notNull(),
    succeededAt: integer("succeeded_at"),
    /** tries in a row that were refused */
    failures: integer().notNull().default(0),
    goneAt: integer("gone_at"),
  },
  (table) => [
    index("push_devices_by_customer").on(table.customerId, table.createdAt),
    index("push_devices_gone")
      .on(table.goneAt)
      .where(sql`gone_at is not null`),
  ],
);
