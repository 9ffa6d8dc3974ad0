import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * A caller whom an agent serves. While it is open the agent sees what is released to agents, and what she records names the
 * call as its proof.
 */
export const calls = sqliteTable(
  "calls",
  {
    id: text().primaryKey(),
    customerId: integer("customer_id").notNull(),
    /** who started it, and alone may go on with it: `operator <id>` or `key <id>` */
    actor: text().notNull(),
    /** the agent's id at the vendor: the operator's, or what the call centre's software says */
    agent: text().notNull(),
    /** the call's id in the telephone system; our own where none was said */
    reference: text().notNull(),
    startedAt: integer("started_at").notNull(),
    endedAt: integer("ended_at"),
  },
  (table) => [
    // The software that asks twice has one call.
    uniqueIndex("calls_by_reference").on(table.actor, table.reference, table.customerId),
    index("calls_by_customer").on(table.customerId, table.startedAt),
    index("calls_by_actor").on(table.actor, table.startedAt),
  ],
);
