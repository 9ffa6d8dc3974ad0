import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** At which minute a newsletter that seeks the best hour reaches a subscriber who chose no time: worked out anew each day. */
export const sendTimes = sqliteTable(
  "send_times",
  {
    newsletterId: integer("newsletter_id").notNull(),
    customerId: integer("customer_id").notNull(),
    /** local minute of the day; null: the newsletter's usual one */
    minute: integer(),
    /** 1: she keeps the usual minute, so that the others can be compared with somebody */
    isHeldOut: integer("is_held_out").notNull(),
    /** local days on which she answered: what her own part of the choice rests on */
    answers: integer().notNull(),
    /** since when she has had an hour of her own, or none, in this part; which hour may change meanwhile */
    since: integer().notNull(),
    computedAt: integer("computed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.newsletterId, table.customerId] }),
    index("send_times_by_customer").on(table.customerId),
  ],
);

/** How far today's walk over a newsletter's subscribers has come, and what the last whole one measured. */
export const sendTimeRuns = sqliteTable("send_time_runs", {
  newsletterId: integer("newsletter_id").primaryKey(),
  beganAt: integer("began_at").notNull(),
  /** null while it is under way */
  endedAt: integer("ended_at"),
  walkedTo: integer("walked_to").notNull(),
  /** JSON of 24 numbers: answers by local hour of the segment over those of everybody */
  prior: text().notNull(),
  /** JSON of two ArmSums (messages/send-time/effect.ts): of this walk so far, and of the last whole one */
  sums: text().notNull(),
  measured: text(),
});
