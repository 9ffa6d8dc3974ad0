import { integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Recency-weighted affinity by category. `scaled` is the sum of weight · 2^((at − epoch) / half-life): a form in which a new
 * signal is one addition, so that it is an upsert in SQL on every database, in any order (content/affinity.ts).
 */
export const affinities = sqliteTable(
  "affinities",
  {
    customerId: integer("customer_id").notNull(),
    category: text().notNull(),
    scaled: real().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.category] })],
);
