import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * What an import that is alone with the database put off, to do it once and in order: names of the customers that it brought,
 * and indexes that it set aside. Whoever has the database next settles it.
 */
export const importDebts = sqliteTable(
  "import_debts",
  {
    importId: text("import_id").notNull(),
    /** `identities`, or the name of an index */
    name: text().notNull(),
    /** names: those of the customers behind `first_id` up to `last_id` */
    firstId: integer("first_id").notNull().default(0),
    lastId: integer("last_id").notNull().default(0),
    /** an index: the statement that makes it */
    statement: text().notNull().default(""),
  },
  (table) => [primaryKey({ columns: [table.importId, table.name] })],
);
