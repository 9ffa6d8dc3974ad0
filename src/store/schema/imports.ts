import { sql } from "drizzle-orm";
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How a file becomes facts, under the vendor's name for it; imports keep the mapping that they ran with. */
export const importMappings = sqliteTable("import_mappings", {
  name: text().primaryKey(),
  /** JSON, as it was put */
  mapping: text().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** One file that is, or was, taken in. Position and totals are committed with the rows they count. */
export const imports = sqliteTable(
  "imports",
  {
    id: text().primaryKey(),
    /** JSON: the mapping as it was when the import began */
    mapping: text().notNull(),
    target: text().notNull(),
    fileName: text("file_name").notNull().default(""),
    isDryRun: integer("is_dry_run").notNull().default(0),
    /** waiting | running | stopped | refused | done | undoing | undone */
    state: text().notNull(),
    /** why the file could not be read on: JSON {line, record, reason} or a list of {pointer, message} */
    fault: text(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    createdAt: integer("created_at").notNull(),
    finishedAt: integer("finished_at"),
    /** Records of the file that are settled: where a resumed run goes on. */
    records: integer().notNull().default(0),
    /** digest of the header and of the last settled record, so that a resumed run can see that the file is the same */
    lastDigest: text("last_digest").notNull().default(""),
    bytesRead: integer("bytes_read").notNull().default(0),
    bytesTotal: integer("bytes_total"),
    created: integer().notNull().default(0),
    changed: integer().notNull().default(0),
    same: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    withheld: integer().notNull().default(0),
    quarantined: integer().notNull().default(0),
    skipped: integer().notNull().default(0),
    /** lines that held nothing, which are no records */
    blankLines: integer("blank_lines").notNull().default(0),
    /** JSON {"column: reason": count}, the most frequent */
    reasons: text().notNull().default("{}"),
    /** JSON array of the file's column names; null where it has none */
    header: text(),
  },
  (table) => [index("imports_by_time").on(table.createdAt)],
);

/** Customers that one piece of an import brought: those with ids behind `first_id` up to `last_id`. */
export const importChunks = sqliteTable(
  "import_chunks",
  {
    importId: text("import_id").notNull(),
    no: integer().notNull(),
    firstId: integer("first_id").notNull(),
    lastId: integer("last_id").notNull().default(0),
    created: integer().notNull().default(0),
    changed: integer().notNull().default(0),
    withheld: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.importId, table.no] })],
);

/** What an import changed about a customer who was known, or which fact it brought: what undoing it needs. */
export const importChanges = sqliteTable(
  "import_changes",
  {
    id: integer().primaryKey(),
    importId: text("import_id").notNull(),
    customerId: integer("customer_id").notNull(),
    /** profile | consent | purchase | registration | survey | note | activity | event | demographic | account | household */
    subject: text().notNull(),
    /** the fact's key; "" for a profile */
    key: text().notNull().default(""),
    /** JSON: what stood there; null where nothing did */
    before: text(),
    /** JSON: what the import put there */
    after: text(),
  },
  (table) => [
    index("import_changes_by_import").on(table.importId, table.id),
    index("import_changes_by_key")
      .on(table.importId, table.key)
      .where(sql`key <> ''`),
    index("import_changes_by_customer").on(table.customerId),
  ],
);

/** Records that are no facts, a sealed list for each piece of the file. */
export const importRejects = sqliteTable(
  "import_rejects",
  {
    importId: text("import_id").notNull(),
    /** number of the first record in the list */
    no: integer().notNull(),
    count: integer().notNull(),
    /** encrypted JSON [[record, line, column, reason, the record itself], …] */
    rows: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.no] })],
);

/** A vocabulary of reference codes that the vendor declared: store numbers, survey codes, dispositions. */
export const referenceVocabularies = sqliteTable("reference_vocabularies", {
  name: text().primaryKey(),
  label: text().notNull(),
  createdAt: integer("created_at").notNull(),
});

export const referenceCodes = sqliteTable(
  "reference_codes",
  {
    vocabulary: text().notNull(),
    code: text().notNull(),
    /** what facts get in its place */
    meaning: text().notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.vocabulary, table.code] })],
);

/** Records that name an unknown reference code: they wait until it is declared. */
export const quarantinedRecords = sqliteTable(
  "quarantined_records",
  {
    id: integer().primaryKey(),
    vocabulary: text().notNull(),
    code: text().notNull(),
    /** the customer whom the record names, where she was known when it came; 0 otherwise */
    customerId: integer("customer_id").notNull().default(0),
    /** "" where the record came by itself */
    importId: text("import_id").notNull().default(""),
    record: integer().notNull().default(0),
    mapping: text().notNull(),
    receivedAt: integer("received_at").notNull(),
    /** encrypted JSON of the record's named fields */
    fields: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [
    index("quarantined_records_by_code").on(table.vocabulary, table.code, table.id),
    index("quarantined_records_by_customer").on(table.customerId),
    index("quarantined_records_by_import").on(table.importId),
  ],
);
