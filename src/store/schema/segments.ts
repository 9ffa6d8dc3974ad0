import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A saved rule over all customers. Who is in it stands in segment_members and is kept up to date. */
export const segments = sqliteTable("segments", {
  /** never given twice: members and changes of one that is gone belong to nobody */
  id: integer().primaryKey({ autoIncrement: true }),
  code: text().notNull().unique(),
  title: text().notNull(),
  /** CEL source */
  source: text().notNull(),
  /** JSON array of the codes that the rule names by inSegment() */
  uses: text().notNull().default("[]"),
  /** 1 where time alone changes who is in it */
  isTimed: integer("is_timed").notNull(),
  /** grows when the rule changes: members belong to a version */
  version: integer().notNull().default(1),
  memberCount: integer("member_count").notNull().default(0),
  /** the walk over all customers: up to which id it came; null while none is under way */
  sweptTo: integer("swept_to"),
  /** the version and the moment that the walk under way began with */
  sweepVersion: integer("sweep_version"),
  sweepStartedAt: integer("sweep_started_at"),
  /** the version and the beginning of the last walk that came to its end; null: never */
  builtVersion: integer("built_version"),
  builtAt: integer("built_at"),
  /** set when it was taken away: its members go in slices, its row last; the code is free at once */
  deletedAt: integer("deleted_at"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** Who is in a segment now. */
export const segmentMembers = sqliteTable(
  "segment_members",
  {
    segmentId: integer("segment_id").notNull(),
    customerId: integer("customer_id").notNull(),
    enteredAt: integer("entered_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.segmentId, table.customerId] }),
    index("segment_members_by_customer").on(table.customerId),
  ],
);

/** Who entered or left, in the order in which it was noticed. Kept for 90 days. */
export const segmentChanges = sqliteTable(
  "segment_changes",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    segmentId: integer("segment_id").notNull(),
    customerId: integer("customer_id").notNull(),
    /** entered | left */
    change: text().notNull(),
    /** fact | time | rule: what brought it about */
    cause: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [
    index("segment_changes_by_segment").on(table.segmentId, table.id),
    index("segment_changes_by_customer").on(table.customerId),
    index("segment_changes_by_time").on(table.at),
  ],
);

/**
 * Customers about whom something new is known: their segments are asked again with the next tick. Triggers (segments.sql) fill
 * it, so that no way of writing facts can forget to.
 */
export const segmentQueue = sqliteTable("segment_queue", {
  customerId: integer("customer_id").primaryKey(),
  /** grows with each mark: what was marked anew meanwhile stays */
  mark: integer().notNull().default(1),
});
