import { sql } from "drizzle-orm";
import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** What a queue, or a sender, gave up after its tries: kept until an operator plays it again, at most thirty days. */
export const deadLetters = sqliteTable(
  "dead_letters",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** clicks | send */
    queue: text().notNull(),
    /** what it is called wherever it comes from: a click's key, a wake word, `message/<number>` */
    name: text().notNull(),
    /** what the queue carried, sealed: a click holds an address */
    body: blob({ mode: "buffer" }).notNull(),
    /** whose click or message it is; 0 where it names nobody, or can't be read */
    customerId: integer("customer_id").notNull(),
    /** a code: what is known of why */
    reason: text().notNull(),
    /** the queue's own name of the letter that was counted last: the same one, delivered again, counts once */
    letter: text().notNull(),
    times: integer().notNull().default(1),
    /** dead | replayed */
    state: text().notNull().default("dead"),
    firstAt: integer("first_at").notNull(),
    lastAt: integer("last_at").notNull(),
    replayedAt: integer("replayed_at"),
  },
  (table) => [
    uniqueIndex("dead_letters_once").on(table.queue, table.name),
    index("dead_letters_by_customer").on(table.customerId),
    index("dead_letters_by_time").on(table.lastAt),
    index("dead_letters_waiting")
      .on(table.id)
      .where(sql`state = 'dead'`),
  ],
);
