import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Customers who share a home, under the vendor's code or by the address that they share. */
export const households = sqliteTable("households", {
  id: integer().primaryKey({ autoIncrement: true }),
  /** the vendor's, or "~" and a keyed hash of the address and the surname */
  code: text().notNull().unique(),
  /** declared | address: who says that these live together */
  origin: text().notNull(),
  createdAt: integer("created_at").notNull(),
});

/** A customer is in one household at most. */
export const householdMembers = sqliteTable(
  "household_members",
  {
    customerId: integer("customer_id").primaryKey(),
    householdId: integer("household_id").notNull(),
    /** of the statement that says so, epoch ms; an older one changes nothing */
    at: integer().notNull(),
    source: text().notNull(),
  },
  (table) => [index("household_members_by_household").on(table.householdId, table.customerId)],
);

/**
 * One household, one programme that comes once for each, one occurrence: whoever has the row's message writes to them all.
 * `message_id` 0 is a message that left and whose customer was erased since.
 */
export const householdReservations = sqliteTable(
  "household_reservations",
  {
    householdId: integer("household_id").notNull(),
    newsletterId: integer("newsletter_id").notNull(),
    occurrenceOn: text("occurrence_on").notNull(),
    lane: text().notNull().default(""),
    messageId: integer("message_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.householdId, table.newsletterId, table.occurrenceOn, table.lane] }),
    index("household_reservations_by_message").on(table.messageId),
  ],
);

/** The rule by which those who share an address are brought together, and where its walk over all customers stands. */
export const householdRules = sqliteTable("household_rules", {
  /** address */
  name: text().primaryKey(),
  /** JSON {attributes}; null: switched off, what it made is taken back */
  rule: text(),
  /** the last customer who was looked at */
  reached: integer().notNull(),
  startedAt: integer("started_at").notNull(),
  /** null while the walk is under way */
  finishedAt: integer("finished_at"),
});
