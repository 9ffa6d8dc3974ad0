import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * How fast a mail stream may go: what one sending domain sends to one receiver, named "<domain>><receiver>". Shared by all
 * workers.
 */
export const streams = sqliteTable("streams", {
  stream: text().primaryKey(),
  /** epoch ms until which turns are used, and until which places are given away (ITU-T I.371) */
  usedUntil: integer("used_until").notNull().default(0),
  bookedUntil: integer("booked_until").notNull().default(0),
  /** messages a minute and at once, until `slowed_until`; null: as the receiver's own shape has it */
  perMinute: integer("per_minute"),
  connections: integer(),
  slowedUntil: integer("slowed_until").notNull().default(0),
  /** nothing leaves before */
  suspendedUntil: integer("suspended_until").notNull().default(0),
  /** the rule that slowed or suspended it last */
  rule: text(),
});

/** How often a receiver said within an hour what a rule listens for. */
export const streamSignals = sqliteTable(
  "stream_signals",
  {
    stream: text().notNull(),
    rule: text().notNull(),
    since: integer().notNull(),
    hits: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.stream, table.rule] })],
);

/** One UTC day of a stream: what warm-up lets through, what was sent, and what came back. */
export const streamDays = sqliteTable(
  "stream_days",
  {
    stream: text().notNull(),
    /** local date of UTC */
    day: text().notNull(),
    /** what a day of warm-up may take; null: nobody asked */
    cap: integer(),
    booked: integer().notNull().default(0),
    sent: integer().notNull().default(0),
    /** sent, dead addresses and complaints since a person closed the stream's breaker last */
    judged: integer().notNull().default(0),
    hard: integer().notNull().default(0),
    complained: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.stream, table.day] }), index("stream_days_by_day").on(table.day)],
);

/** Where nothing leaves: a provider that can't, or a stream whose receiver would judge us for it. */
export const breakers = sqliteTable("breakers", {
  /** a provider's name, or a stream */
  subject: text().primaryKey(),
  /** closed | open | half_open: one probe is under way */
  state: text().notNull().default("closed"),
  /** refused_credentials | timeouts | hard_bounces | complaints */
  cause: text(),
  /** troubles in a row while closed */
  failures: integer().notNull().default(0),
  /** how often it opened again in a row: each time it waits longer */
  rounds: integer().notNull().default(0),
  openedAt: integer("opened_at"),
  /** when the next probe may leave; null where a person closes it */
  probeAt: integer("probe_at"),
  /** the claim that probes */
  probeBy: text("probe_by"),
  /** JSON of the numbers for which it opened */
  detail: text(),
  closedAt: integer("closed_at"),
});
