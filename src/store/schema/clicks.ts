import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** A destination, host-checked when it was saved. Messages name link rows by number. */
export const links = sqliteTable(
  "links",
  {
    id: integer().primaryKey(),
    destination: text().notNull(),
    /** product | page */
    kind: text().notNull(),
    productCode: text("product_code").notNull().default(""),
    category: text().notNull().default(""),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [uniqueIndex("links_key").on(table.destination, table.productCode)],
);

/** What requests told about themselves, each once: readers share browsers, so a million clicks have a few hundred of these. */
export const clickSignals = sqliteTable("click_signals", {
  id: integer().primaryKey(),
  /** JSON of RequestSignals (tracking/signals.ts) without the network */
  body: text().notNull().unique(),
});

/** A click as the journal told it. The signals stay; the verdict is a function that can be run again. */
export const clicks = sqliteTable(
  "clicks",
  {
    id: integer().primaryKey(),
    /** `<journal segment>:<offset>`, or the queue's message id: a record projected twice is one row */
    journalKey: text("journal_key").notNull().unique(),
    messageId: integer("message_id").notNull(),
    linkNo: integer("link_no").notNull(),
    linkId: integer("link_id"),
    /** 0 for clicks that are counted for a programme and not for a person */
    customerId: integer("customer_id").notNull(),
    at: integer().notNull(),
    /** keyed hash of the /24 or /48 it came from */
    network: text().notNull(),
    /** keyed hash of agent and languages, 48 bits: which requests for one message's links come from one program */
    browser: text().notNull().default(""),
    /** a row of click_signals */
    signalsId: integer("signals_id").notNull(),
    /** JSON of Surroundings (tracking/click-signals.ts): what was known around the click when it was last judged; null until then */
    around: text(),
    /** person | machine | unsure */
    verdict: text().notNull(),
    verdictVersion: integer("verdict_version").notNull(),
    device: text().notNull(),
    /** when the verdict was settled and the click, if a person's, became behaviour; null until then */
    settledAt: integer("settled_at"),
    /** where the raw address and agent are sealed, and which of that batch they are */
    originId: integer("origin_id"),
    originNo: integer("origin_no"),
  },
  (table) => [
    index("clicks_by_message").on(table.messageId, table.at, table.linkNo),
    index("clicks_by_time").on(table.at),
    index("clicks_by_network").on(table.network, table.at, table.messageId),
    index("clicks_open")
      .on(table.at)
      .where(sql`settled_at is null`),
  ],
);

/** How far each later look at settled clicks has come (src/clicks/review-clicks.ts). */
export const clickReviews = sqliteTable("click_reviews", {
  /** from the click to the look */
  delayMs: integer("delay_ms").primaryKey(),
  lastId: integer("last_id").notNull(),
  /** of the verdict's rules: newer ones judge from the first click on again */
  verdictVersion: integer("verdict_version").notNull(),
});

/** Raw addresses and agents of one batch of clicks, sealed together; deleted after 30 days at most. */
export const clickOrigins = sqliteTable("click_origins", {
  id: integer().primaryKey({ autoIncrement: true }),
  /** SHA-256 of the batch's journal keys: the batch projected twice is one row, another cut of the journal another */
  batchKey: text("batch_key").notNull().unique(),
  /** AES-256-GCM of a JSON array of [address, agent], base64 */
  sealed: text().notNull(),
  deleteAfter: integer("delete_after").notNull(),
});
