import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * What a customer holds with the vendor or its bank, under the vendor's code. Never a card's number, and of sums only bands:
 * what a table does not hold, nobody can take from it.
 */
export const accounts = sqliteTable("accounts", {
  id: integer().primaryKey({ autoIncrement: true }),
  code: text().notNull().unique(),
  /** card | loan | loyalty | deposit | a word of the vendor's */
  kind: text().notNull(),
  product: text(),
  /** open | suspended | closed | a word of the vendor's */
  status: text().notNull().default("open"),
  /** ISO 4217; null where points are counted */
  currency: text(),
  openedOn: text("opened_on"),
  closedOn: text("closed_on"),
  /** the last four digits of a card, as its holder reads them on it */
  lastFour: text("last_four"),
  /** JSON {name: band}: ranges and words such as {"credit_limit": "2000-5000"}, never a sum */
  bands: text().notNull().default("{}"),
  /** of the newest statement, epoch ms; an older one fills only gaps */
  at: integer().notNull(),
  receivedAt: integer("received_at").notNull(),
  source: text().notNull(),
  /** grows with each change: whoever weighed an older one writes nothing */
  version: integer().notNull().default(1),
});

/** Whose an account is: one primary holder at most, and any number of joint ones. */
export const accountHolders = sqliteTable(
  "account_holders",
  {
    accountId: integer("account_id").notNull(),
    customerId: integer("customer_id").notNull(),
    /** primary | joint */
    role: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.customerId] }),
    index("account_holders_by_customer").on(table.customerId, table.accountId),
    uniqueIndex("account_holders_primary")
      .on(table.accountId)
      .where(sql`role = 'primary'`),
  ],
);

/** What happened on an account, once for each of the source's activity codes. */
export const accountActivities = sqliteTable(
  "account_activities",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** `<source>:<activity id>`: a repeated report changes nothing */
    factKey: text("fact_key").notNull().unique(),
    accountId: integer("account_id").notNull(),
    /** the holder who did it where the source names her, otherwise the first holder */
    customerId: integer("customer_id").notNull(),
    /** purchase | payment | fee | interest | points_earned | points_redeemed | cash | transfer | refund | a word of the vendor's */
    kind: text().notNull(),
    /** minor units, or points; `kind` says the direction, and a negative amount takes such an activity back */
    amountMinor: integer("amount_minor").notNull(),
    /** ISO 4217; null for points */
    currency: text(),
    /** ISO 18245, or what the vendor's vocabulary makes of it */
    merchantCategory: text("merchant_category"),
    /** when it was posted, epoch ms */
    at: integer().notNull(),
    receivedAt: integer("received_at").notNull(),
    source: text().notNull(),
    channel: text().notNull().default(""),
  },
  (table) => [
    // All that rules and features ask of an activity: read for every account, and never the rows.
    index("account_activities_by_account").on(
      table.accountId,
      table.at,
      table.kind,
      table.merchantCategory,
      table.amountMinor,
    ),
    index("account_activities_by_customer").on(table.customerId, table.at),
  ],
);
