import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * What a migration takes away from older code it says here, in its own statements: the name of the oldest migration that code
 * must know to go on with this database (docs/decisions/0035). No row: every older version may go on.
 */
export const schemaFloor = sqliteTable("schema_floor", {
  id: integer().primaryKey({ autoIncrement: true }),
  oldest: text().notNull(),
});
