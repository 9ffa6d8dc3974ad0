import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A customer's own site. A trigger makes it with her record (own.sql): no door can forget it. */
export const ownSites = sqliteTable("own_sites", {
  customerId: integer("customer_id").primaryKey(),
  madeAt: integer("made_at").notNull(),
  /** grows when its address is revoked: the address is a keyed hash of customer and version */
  version: integer().notNull().default(0),
});

/**
 * Somebody asked for a code. The row is the same whether the address is known here or not; who it belongs to is looked up when
 * the code is sent. Kept for a day.
 */
export const ownRequests = sqliteTable(
  "own_requests",
  {
    /** keyed hash of what the browser's cookie holds */
    idHash: text("id_hash").primaryKey(),
    /** enter | address */
    kind: text().notNull(),
    addressHash: text("address_hash").notNull(),
    /** of a changed address: whose it is to be; 0 for who enters */
    customerId: integer("customer_id").notNull().default(0),
    /** of a changed address: the new one, sealed; until it is confirmed */
    address: blob({ mode: "buffer" }),
    /** keyed hash of the /24 or /48 it came from */
    network: text().notNull(),
    /** due | sending | sent | failed | nobody */
    state: text().notNull(),
    tries: integer().notNull().default(0),
    at: integer().notNull(),
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [
    index("own_requests_by_address").on(table.addressHash, table.at),
    index("own_requests_by_network").on(table.network, table.at),
    index("own_requests_by_customer").on(table.customerId),
    index("own_requests_by_time").on(table.at),
    index("own_requests_due")
      .on(table.at)
      .where(sql`state in ('due', 'sending')`),
  ],
);

/** The code of one customer in a request: people who share an address get one each. */
export const ownCodes = sqliteTable(
  "own_codes",
  {
    requestHash: text("request_hash").notNull(),
    customerId: integer("customer_id").notNull(),
    /** keyed hash of the request's id and the code */
    codeHash: text("code_hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestHash, table.customerId] }),
    index("own_codes_by_customer").on(table.customerId),
  ],
);

/** A browser that showed a fresh code. */
export const ownSessions = sqliteTable(
  "own_sessions",
  {
    /** keyed hash of the cookie */
    idHash: text("id_hash").primaryKey(),
    customerId: integer("customer_id").notNull(),
    begunAt: integer("begun_at").notNull(),
    endsAt: integer("ends_at").notNull(),
  },
  (table) => [index("own_sessions_by_customer").on(table.customerId), index("own_sessions_by_end").on(table.endsAt)],
);

/** A product set that she keeps. */
export const ownSaved = sqliteTable(
  "own_saved",
  {
    customerId: integer("customer_id").notNull(),
    productCode: text("product_code").notNull(),
    savedAt: integer("saved_at").notNull(),
    /** own-site | product-page */
    source: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.productCode] })],
);

/** A wish or a note of hers: sealed, and nobody else's unless she shares it. */
export const ownNotes = sqliteTable(
  "own_notes",
  {
    /** unguessable, and part of what the text is sealed to */
    id: text().primaryKey(),
    customerId: integer("customer_id").notNull(),
    /** wish | note */
    kind: text().notNull(),
    body: blob({ mode: "buffer" }).notNull(),
    isShared: integer("is_shared").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("own_notes_by_customer").on(table.customerId, table.createdAt)],
);

/** An erasure that began: what is done of it, so that a killed process goes on where it was. */
export const erasures = sqliteTable(
  "erasures",
  {
    customerId: integer("customer_id").primaryKey(),
    begunAt: integer("begun_at").notNull(),
    finishedAt: integer("finished_at"),
    /** JSON array of the areas that hold nothing of hers any more */
    done: text().notNull().default("[]"),
    /** her names, sealed: what is sealed elsewhere is searched for them; null when it is finished */
    names: blob({ mode: "buffer" }),
  },
  (table) => [
    index("erasures_open")
      .on(table.begunAt)
      .where(sql`finished_at is null`),
  ],
);
