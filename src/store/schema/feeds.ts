import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Where product sets come from by themselves: a mapping, and an address that is asked on a schedule. */
export const feeds = sqliteTable(
  "feeds",
  {
    id: integer().primaryKey(),
    code: text().notNull().unique(),
    /** JSON of FeedSettings (src/catalogue/feeds/feed.ts) */
    settings: text().notNull(),
    /** live | paused */
    state: text().notNull().default("live"),
    /** of the last answer that was taken over: asked again, the server says what changed */
    etag: text(),
    lastModified: text("last_modified"),
    /** name of the header that its server asks for; the value lies in header */
    headerName: text("header_name"),
    /** AES-256-GCM over JSON of name, value, and the origin that it was given for */
    header: blob({ mode: "buffer" }),
    /** null: nothing is fetched by itself */
    nextRunAt: integer("next_run_at"),
    /** failures in a row since a run that went well */
    failures: integer().notNull().default(0),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("feeds_due").on(table.state, table.nextRunAt)],
);

/** One reading of a feed: reading → applying → done; or unchanged, checked (dry), held, discarded, failed. */
export const feedRuns = sqliteTable(
  "feed_runs",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    feedId: integer("feed_id").notNull(),
    /** push | url | schedule */
    origin: text().notNull(),
    isDry: integer("is_dry").notNull().default(0),
    state: text().notNull(),
    /** while it is read or applied: after this instant nobody works on it any more */
    leaseUntil: integer("lease_until").notNull(),
    startedAt: integer("started_at").notNull(),
    finishedAt: integer("finished_at"),
    bytes: integer().notNull().default(0),
    /** read = created + changed + unchanged + rejected */
    read: integer().notNull().default(0),
    created: integer().notNull().default(0),
    changed: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    /** of product sets that the feed had before: how many there were, and how many are in it no more */
    known: integer().notNull().default(0),
    missing: integer().notNull().default(0),
    /** progress of the applying */
    applied: integer().notNull().default(0),
    withdrawn: integer().notNull().default(0),
    /** why it failed or is held, in words */
    fault: text(),
    etag: text(),
    lastModified: text("last_modified"),
  },
  (table) => [
    index("feed_runs_by_feed").on(table.feedId, table.id),
    uniqueIndex("feed_runs_active")
      .on(table.feedId)
      .where(sql`${table.state} in ('reading', 'applying')`),
    index("feed_runs_applying")
      .on(table.leaseUntil)
      .where(sql`${table.state} in ('reading', 'applying')`),
  ],
);

/** What a run will change, until it is applied or discarded: product sets whose content differs. */
export const feedItems = sqliteTable(
  "feed_items",
  {
    runId: integer("run_id").notNull(),
    n: integer().notNull(),
    code: text().notNull(),
    hash: text().notNull(),
    isNew: integer("is_new").notNull(),
    /** JSON of ProductSetInput, or of a change of price and stock */
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.n] })],
);

/** Which product sets a feed names, and what was last taken from it. */
export const feedProducts = sqliteTable(
  "feed_products",
  {
    feedId: integer("feed_id").notNull(),
    code: text().notNull(),
    /** the last run that named it */
    seenRun: integer("seen_run").notNull(),
    /** of the content that was applied; "" before the first time */
    hash: text().notNull().default(""),
    /** updated_at of the product set when it was applied: another value means that somebody else changed it since */
    appliedAt: integer("applied_at").notNull().default(0),
    /** 1 from its applying on until it is missing */
    isPresent: integer("is_present").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.feedId, table.code] }), index("feed_products_by_code").on(table.code)],
);

/** The first faults of a run: where, which field, why. */
export const feedRejects = sqliteTable(
  "feed_rejects",
  {
    runId: integer("run_id").notNull(),
    n: integer().notNull(),
    /** line of a text file, number of the element in XML */
    place: text().notNull(),
    code: text(),
    field: text().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.n] })],
);

/** A picture that is hosted here; its files are named by the hash. */
export const images = sqliteTable("images", {
  /** of the bytes as they came, and of how pictures are made here */
  hash: text().primaryKey(),
  /** jpg | png: what mails get */
  kind: text().notNull(),
  width: integer().notNull(),
  height: integer().notNull(),
  bytes: integer().notNull(),
  createdAt: integer("created_at").notNull(),
});

/** A picture elsewhere that product sets name: waiting → ready | failed. */
export const imageSources = sqliteTable(
  "image_sources",
  {
    url: text().primaryKey(),
    state: text().notNull(),
    hash: text(),
    /** where it is shown from, once it is ready */
    hostedUrl: text("hosted_url"),
    fault: text(),
    failures: integer().notNull().default(0),
    nextTryAt: integer("next_try_at").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("image_sources_due").on(table.state, table.nextTryAt)],
);

/** Files of pictures, where neither a folder nor a bucket keeps them. */
export const imageFiles = sqliteTable("image_files", {
  name: text().primaryKey(),
  body: blob({ mode: "buffer" }).notNull(),
});
